import { type ClusterStore, objectKey } from '@slicescope/model'
import type { ClusterView } from '../cluster-view.ts'
import { ALL_RIGHTS, type Rights } from '../rights.ts'

/** All answers at one position, each as text. */
export type Answers = readonly (readonly [question: string, answer: string])[]

interface Asked {
  readonly view: ClusterView
  readonly store: Pick<ClusterStore, 'listers'>
  readonly now: number
}

const READERS: readonly (readonly [string, Rights])[] = [
  ['all', ALL_RIGHTS],
  ['without pods', { mayRead: resource => resource !== 'pods' }],
]

/** Rows, and of each Service its view, traffic and names, as each reader sees them; places and ages aside. */
export function answersOf({ view, store, now }: Asked): Answers {
  const keys = [...store.listers.services.list()].map(objectKey).toSorted()
  const remembered = view.memory().observed.filter(([key]) => keys.includes(key))
  const memories = remembered.map(
    ([key, observed]) => [`what is remembered of ${key}`, JSON.stringify(observed)] as const,
  )
  const answers = READERS.flatMap(([reader, rights]) => [
    [`rows for ${reader}`, JSON.stringify(view.rows('*', rights))] as const,
    ...keys.map(key => [`${key} for ${reader}`, JSON.stringify(unplaced(view.serviceView(key, now, rights)))] as const),
    ...keys.map(key => [`names of ${key} for ${reader}`, JSON.stringify(view.questions.dns(key, rights))] as const),
    ...keys.map(key => [`traffic of ${key} for ${reader}`, trafficOf(view, key, rights)] as const),
  ])
  return [['what is known of Leases', JSON.stringify(view.memory().leases)], ...memories, ...answers]
}

/** The same of one Service alone. */
export function answersAbout(key: string, { view, now }: Pick<Asked, 'view' | 'now'>): Answers {
  const remembered = view.memory().observed.filter(([each]) => each === key)
  return [
    ...remembered.map(([, observed]) => [`what is remembered of ${key}`, JSON.stringify(observed)] as const),
    ...READERS.flatMap(([reader, rights]) => [
      [`${key} for ${reader}`, JSON.stringify(unplaced(view.serviceView(key, now, rights)))] as const,
      [`traffic of ${key} for ${reader}`, trafficOf(view, key, rights)] as const,
    ]),
  ]
}

function trafficOf(view: ClusterView, key: string, rights: Rights): string {
  return JSON.stringify(view.questions.trafficGroups(key, { version: null, rights }))
}

interface Keyed {
  readonly key: string
}

function byKey<T extends Keyed>(list: readonly T[]): readonly T[] {
  return list.map(each => ({ ...each, slot: 0 })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function unplaced(view: ReturnType<ClusterView['serviceView']>): unknown {
  if (view === undefined) return null
  const ages = { heard: null, progressed: null, verified: null }
  // What is of the past says so, and is not live.
  const marks = view.freshness.marks.filter(mark => mark !== 'LIVE' && mark !== 'PAST')
  return {
    ...view,
    backends: byKey(view.backends),
    endpoints: byKey(view.endpoints),
    freshness: { ...view.freshness, ...ages, marks, state: marks[0], moment: 'now' },
  }
}
