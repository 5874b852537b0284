import { toTime } from '../clock.ts'
import type { ObjectRef } from '../finding.ts'
import { count } from '../words/words.ts'
import type { ChangeDraft, ChangeKind } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { ownerOf } from './seen-of-pod.ts'
import { watchedSince } from './watched-since.ts'
import { GAP_MS, LONGEST_MS, MOST_STEPS } from './put-together.ts'
import type { WatchedOf } from './watched.ts'
import { ofOwner, watchedText } from './watched-text.ts'

/** Pods that were made, by their own times; those that went, were restarted or relabelled, as far as it was seen. */
export function podChanges(source: ChangesCase): readonly ChangeDraft[] {
  return [...created(source), ...watchedSince(source.c, 'pods', source.from).map(ofWatched)]
}

interface Birth {
  readonly time: number
  readonly name: string
  readonly owner: ObjectRef
}

function created({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const pods = c.read('pods')
  const births = [...c.graph.pods, ...(c.graph.absentPods ?? [])].flatMap(({ namespace, name, creationTimestamp }) => {
    const time = toTime(creationTimestamp)
    const pod = time >= from && namespace === c.namespace ? pods.get(`${namespace}/${name}`) : undefined
    return pod === undefined ? [] : [{ time, name, owner: ownerOf(pod) }]
  })
  return together([...new Map(births.map(birth => [birth.name, birth])).values()]).map(group => {
    const [{ time, name, owner }] = group
    const made = group.length === 1 ? `pod ${name} was` : `${group.length} pods${ofOwner(owner)} were`
    return {
      time,
      last: group.at(-1)?.time ?? time,
      steps: group.slice(0, MOST_STEPS).map(each => ({ ...each, text: `pod ${each.name} was created` })),
      basis: 'object',
      kind: 'pods-created',
      subject: owner,
      text: `${made} created`,
      count: group.length,
      resources: ['pods'],
    }
  })
}

type Group = readonly [Birth, ...Birth[]]

/** Of one owner, close in time. */
function together(births: readonly Birth[]): readonly Group[] {
  const groups: [Birth, ...Birth[]][] = []
  const open = new Map<string, [Birth, ...Birth[]]>()
  for (const birth of births.toSorted((a, b) => a.time - b.time)) {
    const owner = birth.owner.kind === 'Pod' ? 'Pod' : `${birth.owner.kind}/${birth.owner.name}`
    const group = open.get(owner)
    const isClose =
      group !== undefined &&
      birth.time - (group.at(-1)?.time ?? 0) <= GAP_MS &&
      birth.time - group[0].time <= LONGEST_MS
    if (isClose) group.push(birth)
    else {
      const fresh: [Birth, ...Birth[]] = [birth]
      open.set(owner, fresh)
      groups.push(fresh)
    }
  }
  return groups
}

const KINDS = {
  deleted: 'pods-deleted',
  restarted: 'pods-restarted',
  left: 'pods-relabelled',
  joined: 'pods-relabelled',
} as const satisfies Readonly<Record<WatchedOf<'pods'>['what'], ChangeKind>>

function ofWatched(watched: WatchedOf<'pods'>): ChangeDraft {
  const { time, last, steps = [], what, owner, names } = watched
  const join =
    what === 'left'
      ? {
          touch: { type: 'labels' as const },
          words: `${count(watched.count, 'pod')} ${watched.count === 1 ? 'was' : 'were'} relabeled`,
        }
      : null
  return {
    time,
    last,
    steps,
    basis: 'recorded',
    kind: KINDS[what],
    subject: names.length === 1 ? { kind: 'Pod', namespace: owner.namespace, name: names[0] ?? '' } : owner,
    text: watchedText(watched),
    count: watched.count,
    join,
    resources: ['pods'],
  }
}
