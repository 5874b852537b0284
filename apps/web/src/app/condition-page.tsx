import type { ReactNode } from 'react'
import type { PageCondition } from './page-condition.ts'
import { useServerNow } from '../state/stores.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'
import { OtherClusters } from './other-clusters.tsx'
import { TryAgain } from './try-again.tsx'

interface ConditionPageProps {
  readonly condition: Exclude<PageCondition, { readonly kind: 'ready' }>
  readonly cluster: string | null
}

/** What the middle of the page says where there is nothing to draw yet. */
export function ConditionPage({ condition, cluster }: ConditionPageProps) {
  return (
    <div className="condition" data-testid="condition" data-kind={condition.kind}>
      <Words condition={condition} cluster={cluster ?? 'the cluster'} />
      {(condition.kind === 'refused' || condition.kind === 'unreachable') && (
        <OtherClusters title="Open another cluster" cluster={cluster} />
      )}
      {condition.kind === 'unreachable' && cluster !== null && <TryAgain cluster={cluster} />}
    </div>
  )
}

function Words({
  condition,
  cluster,
}: {
  readonly condition: ConditionPageProps['condition']
  readonly cluster: string
}) {
  switch (condition.kind) {
    case 'connecting':
      return <Say title="Connecting">The stream of {cluster} is being opened.</Say>
    case 'loading':
      return (
        <Say title={`Reading ${cluster}`}>
          {condition.progress.length === 0 && 'Services are not listed yet.'}
          {condition.progress.map(line => (
            <span key={line} className="progress">
              {line}
            </span>
          ))}
        </Say>
      )
    case 'empty':
      return <Say title="No Services">{cluster} has none that you can see.</Say>
    case 'forbidden':
      return (
        <Say title="No permission to list Services">
          {condition.reason} If you can read only some namespaces, list them with <code>--namespace</code>. Slicescope
          checks your permissions again every minute.
        </Say>
      )
    case 'not-recorded':
      return <Say title="No Services in this recording">{condition.reason}</Say>
    case 'unreachable':
      return (
        <Say title={`${cluster} has not been reached yet`}>
          {condition.reason} <NextAttempt at={condition.nextAttempt} />
          <Asked server={condition.server} context={condition.context} />
          {condition.asked !== null && <code className="asked">{condition.asked}</code>}
        </Say>
      )
    case 'no-server':
      return <Say title="Slicescope's server does not answer">{condition.problem} Retrying automatically.</Say>
    case 'refused':
      return <Say title={`${cluster} cannot be opened`}>{condition.problem}</Say>
    case 'signed-out':
      return (
        <Say title="This page needs a launch link">
          Open the link with <code>/launch/</code> that Slicescope printed in its terminal. A link opens once; press
          Enter in that terminal for a new one.
        </Say>
      )
    default:
      return condition satisfies never
  }
}

function NextAttempt({ at }: { readonly at: string | null }) {
  const now = useServerNow()
  if (at === null || Date.parse(at) <= now) return 'Trying now.'
  return (
    <>
      Next attempt at{' '}
      <time dateTime={at} title={momentTitle(at)}>
        {localMoment(at, now)}
      </time>
      .
    </>
  )
}

/** Whom Slicescope's server asks. */
function Asked({ server, context }: { readonly server: string | null; readonly context: string | null }) {
  if (server === null) return null
  return (
    <span className="progress">
      API server <code>{server}</code>
      {context !== null && (
        <>
          , context <code>{context}</code>
        </>
      )}
    </span>
  )
}

function Say({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h1>{title}</h1>
      <p>{children}</p>
    </>
  )
}
