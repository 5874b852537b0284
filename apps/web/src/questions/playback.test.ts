import { advanceService, encodePart, serviceState, stepService, topicName } from '@slicescope/protocol'
import type { ServiceView } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aFreshness, aView } from '@slicescope/view/testing'
import { Playback } from './playback.ts'

const KEY = 'shop/checkout'
const topic = topicName({ type: 'service', key: KEY })
const at = (second: number) => `2026-11-24T03:00:0${second}.000Z`
const ms = (second: number) => Date.parse(at(second))

/** Ready of both backends. */
function view(ready: number): ServiceView {
  const backends = ['a', 'b'].map((name, index) => ({
    name,
    ...(index < ready ? {} : { state: 'not-ready' as const }),
  }))
  return aView({ backends })
}

function answer(...views: readonly [ServiceView, ...ServiceView[]]) {
  let state = serviceState(views[0])
  const parts = views.slice(1).flatMap((next, index) => {
    const step = stepService(state.value, next)
    if (step === null) return []
    state = advanceService(state, step) ?? state
    const [, data = ''] = /data: (.*)/.exec(encodePart(topic, step)) ?? []
    return [{ at: at(index + 1), patch: JSON.parse(data) }]
  })
  const overview = { services: [], freshness: aFreshness() }
  const base = { watermark: 'a-1', topics: { [topic]: views[0], 'overview:*': overview } }
  return { from: at(0), to: at(5), base, parts }
}

test('each moment is as it was then: from its base on, until the next part, and nothing outside', () => {
  const playback = new Playback(answer(view(2), view(1), view(0)))
  const ready = (time: number) => playback.at(time)?.services.get(KEY)?.value?.ready
  expect([ms(0), ms(1) - 1, ms(1), ms(2), ms(5)].map(ready)).toEqual([2, 2, 1, 0, 0])
  expect(playback.at(ms(2))?.overviews.get('*')?.value.services).toEqual([])
  expect([playback.at(ms(0) - 1), playback.at(ms(5) + 1)]).toEqual([undefined, undefined])
})
