import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { AskedService } from '../questions/asked.ts'
import { pastRowsQuery, pastViewQuery } from '../questions/past-queries.ts'
import { type Playback, readPlayback } from '../questions/playback.ts'
import { formatMoment } from '../url/moment.ts'
import { keyOf } from '../url/place.ts'
import type { Span } from './strip-span.ts'

/** Steps that are read at first, so that playing begins soon; each time twice as many, up to these. */
const FIRST = 15
const AHEAD = 100
/** How many may be left when the next are read. */
const LEFT = 60
/** Fewer steps are sooner read by themselves. */
const LEAST = 10
/** ms of what happened: more at a time keeps the server busy for longer than it is worth. */
const MOST = 600_000
/** ms until the server is asked again after it could not answer. */
const PAUSE = 5000

interface Ahead {
  /** Whose it is. */
  readonly key: string
  readonly playback: Playback
}

interface Moment {
  readonly time: number
  /** ms to the next one. */
  readonly step: number
  /** Where it has to end: a gap, or now. */
  readonly until: number
}

export interface PlayedAhead {
  /**
   * Before a moment is shown: whether it stands ready, or what was asked for will bring it. Where there is nothing to ask
   * for or the server could not answer, it is read by itself (`alone`).
   */
  readonly prepare: (moment: Moment) => 'ready' | 'coming' | 'alone'
}

/**
 * Reads ahead what a Service and the list went through, and lays each moment where the page looks for what it has read:
 * so playing waits for no answer.
 */
export function usePlayback(service: AskedService): PlayedAhead {
  const client = useQueryClient()
  const ahead = useRef<readonly Ahead[]>([])
  const reading = useRef(false)
  const failedAt = useRef(-Infinity)
  const key = `${service.cluster} ${keyOf(service.service)}`

  const read = async ({ time, step, until }: Moment, steps: number): Promise<void> => {
    const to = Math.min(until, time + Math.min(MOST, steps * step))
    if (reading.current || to - time < LEAST * step || performance.now() - failedAt.current < PAUSE) return
    reading.current = true
    try {
      const playback = await readPlayback(service, { from: time, to, every: step })
      if (playback.to - playback.from < step) failedAt.current = performance.now()
      ahead.current = [...ahead.current.slice(-1), { key, playback }]
    } catch {
      failedAt.current = performance.now()
    }
    reading.current = false
  }

  const lay = (time: number, playback: Playback): void => {
    const state = playback.at(time)
    const view = state?.services.get(keyOf(service.service))?.value
    const overview = state?.overviews.get('*')?.value
    if (view == null || overview === undefined) return
    const asked = { cluster: service.cluster, at: formatMoment(Math.round(time)) }
    client.setQueryData(pastViewQuery({ ...asked, service: service.service }).queryKey, view)
    client.setQueryData(pastRowsQuery(asked).queryKey, overview)
  }

  return {
    prepare: moment => {
      const { time, step } = moment
      const own = ahead.current.filter(each => each.key === key)
      const within = own.findLast(({ playback }) => playback.from <= time && time <= playback.to)
      const end = own.reduce((last, { playback }) => (playback.from <= last ? Math.max(last, playback.to) : last), time)
      if (end - time < Math.min(MOST / 2, LEFT * step)) {
        const last = own.at(-1)?.playback
        const steps = within === undefined || last === undefined ? FIRST : (2 * (last.to - last.from)) / step
        void read({ ...moment, time: end }, Math.max(FIRST, Math.min(AHEAD, steps)))
      }
      if (within !== undefined) lay(time, within.playback)
      return within === undefined ? (reading.current ? 'coming' : 'alone') : 'ready'
    },
  }
}

/** The first moment from which on nothing is known. */
export function knownUntil(blanks: readonly Span[], time: number, now: number): number {
  return blanks.reduce((end, { from, to }) => (to > time ? Math.min(end, Math.max(time, from)) : end), now)
}
