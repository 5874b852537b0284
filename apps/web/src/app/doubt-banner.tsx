import type { ResourceState } from '@slicescope/protocol'
import type { Freshness, ServiceView } from '@slicescope/view'
import { useLive, useServerNow } from '../state/stores.ts'
import { ago } from '../words/ages.ts'
import { explanationOf } from '../words/shown-marks.ts'
import { localMoment } from '../words/local-times.ts'
import { TryAgain } from './try-again.tsx'

interface DoubtBannerProps {
  readonly freshness: Freshness
  /** Null where no Service is open. */
  readonly view: ServiceView | null
  readonly isGone: boolean
  readonly cluster: string | null
}

/** Stands over the last picture where it may no longer be true: why, and how old it is. */
export function DoubtBanner({ freshness, view, isGone, cluster }: DoubtBannerProps) {
  const now = useServerNow()
  const lines = [
    gapWords(view, now),
    deletedWords(view, isGone, now),
    freshness.state === 'STALE' || freshness.state === 'BLIND' ? doubtWords(freshness, now) : null,
  ].filter(line => line !== null)
  const link = useLive(live => live.link)
  const stopping = useLive(live => live.stream.connection?.stopping === true)
  const reason = useLive(live => live.stream.connection?.resources.find(hasRequiredReason)?.reason ?? null)
  const asked = useLive(live => live.stream.connection?.asked ?? null)
  if (link.state === 'refused') lines.push(link.problem)
  if (stopping) lines.push('Slicescope is shutting down; this page gets no more updates.')
  if (asked !== null) lines.push(asked)
  if (reason !== null && freshness.state === 'BLIND' && asked === null) lines.push(reason)
  if (lines.length === 0) return null
  return (
    <div className="banner" role="alert" data-testid="banner">
      {lines.map(line => (
        <p key={line}>{line}</p>
      ))}
      {freshness.state === 'BLIND' && cluster !== null && <TryAgain cluster={cluster} />}
    </div>
  )
}

/** Why what health is made from is out of reach. */
function hasRequiredReason({ resource, phase, reason }: ResourceState): boolean {
  return reason !== null && phase !== 'forbidden' && (resource === 'services' || resource === 'endpointslices')
}

/** A moment in a gap of the recording: how long that is, and what was last seen. */
function gapWords(view: ServiceView | null, now: number): string | null {
  if (view?.gap === undefined) return null
  const { gap, lastKnown } = view
  const before = lastKnown === undefined ? '' : ` Last seen before it: ${lastKnown.sentence.replaceAll('`', '')}`
  return `Nothing is recorded of this moment: the recording has a gap from ${localMoment(gap.from, now)} to ${localMoment(gap.to, now)}.${before}`
}

function deletedWords(view: ServiceView | null, isGone: boolean, now: number): string | null {
  const deleted = view?.deleted ?? null
  if (deleted !== null) return `deleted ${localMoment(deleted.time, now)}; this is its last picture`
  return isGone ? 'deleted; this is its last picture' : null
}

function doubtWords({ state, heard }: Freshness, now: number): string {
  const age = heard === null ? '' : ` The picture shows ${localMoment(heard, now)}, ${ago(heard, now)}.`
  return `${state}: ${explanationOf(state, heard)}${age}`
}
