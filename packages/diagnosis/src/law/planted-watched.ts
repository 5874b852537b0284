import type { Watched } from '../changes/watched.ts'
import { NOW } from '../testing/web-service.ts'
import { selectorText } from '../words/words.ts'
import type { Planted } from './planted.ts'

const EDITED = { service: 'front' }

function at(seconds: number): Pick<Watched, 'time' | 'last'> {
  const time = NOW - seconds * 1000
  return { time, last: time }
}

/** What shows only to who watched. */
export const PLANTED_WATCHED: readonly Planted[] = [
  {
    code: 'SC-B9',
    also: ['SC-F4'],
    watched: ({ service }) => {
      const selector = { ...Object(service).spec.selector }
      const from = selectorText(selector)
      return [{ type: 'service', field: 'selector', from, to: selectorText(EDITED), selector, ...at(120) }]
    },
    plant: plan => {
      plan.service = { ...plan.service, spec: { ...Object(plan.service['spec']), selector: EDITED } }
      return []
    },
  },
  {
    code: 'SC-G6',
    // Ten minutes later it has come to rest.
    ages: [5, 70],
    watched: ({ pods }, random) => {
      const { name, uid } = Object(pods[random(pods.length)]).metadata
      return [400, 250, 90].map(seconds => ({ type: 'flap', uid, name, cause: 'probe', ...at(seconds) }))
    },
    plant: () => [],
  },
]
