import type { ObjectRef } from '../words/object-ref.ts'
import { count, listed } from '../words/words.ts'
import type { NodeChange, Watched, WatchedOf } from './watched.ts'

/** What was seen, as a clause without a time: `pod web-1 was deleted`. */
export function watchedText(watched: Watched): string {
  switch (watched.type) {
    case 'ready':
      return `ready backends went from ${watched.from} to ${watched.to}`
    case 'scaling':
      return `${watched.workload.kind} ${watched.workload.name} was scaled from ${watched.from} to ${watched.to}`
    case 'pods':
      return podsText(watched)
    case 'node':
      return nodesText(watched)
    case 'slice':
      return `EndpointSlice ${watched.name} ${watched.text ?? editText(watched)}`
    case 'autoscaler':
      return autoscalerText(watched)
    case 'service':
      return `the Service's ${watched.field} went from ${watched.from} to ${watched.to}`
    case 'service-deleted':
      return 'the Service was deleted'
    case 'network-policy':
      return `NetworkPolicy ${watched.name} was ${watched.what}`
    case 'rollout':
      return `${watched.workload.kind} ${watched.workload.name} rolled out a new revision`
    case 'flap':
      return `pod ${watched.name} became not Ready again`
    default:
      return watched satisfies never
  }
}

/** No more names are kept, so there may be more pods. */
const MANY = 3

function podsText({ what, owner, names, count: number }: WatchedOf<'pods'>): string {
  if (what === 'restarted') {
    const who =
      names.length < MANY ? `${names.length === 1 ? 'pod' : 'pods'} ${listed(names)}` : `pods${ofOwner(owner)}`
    return `${who} restarted ${number === 1 ? 'once' : `${number} times`}`
  }
  const who = number === 1 ? `pod ${names[0] ?? ''}` : `${number} pods${ofOwner(owner)}`
  const be = number === 1 ? 'was' : 'were'
  if (what === 'deleted') return `${who} ${be} deleted`
  const match = number === 1 ? 'matches' : 'match'
  return `${who} ${be} relabeled, and ${what === 'left' ? `no longer ${match}` : `${match} now`}`
}

export function ofOwner({ kind, name }: ObjectRef): string {
  return kind === 'Pod' ? '' : ` of ${kind} ${name}`
}

interface Nodes {
  readonly names: readonly string[]
  readonly zone: string | null
  readonly what: NodeChange | 'was created'
}

/** `2 nodes of eu-1a went NotReady` */
export function nodesText({ names, zone, what }: Nodes): string {
  if (names.length === 1) return `node ${names[0] ?? ''} ${what}`
  return `${names.length} nodes${zone === null ? '' : ` of ${zone}`} ${SEVERALLY[what]}`
}

/** What happened to several at once. */
export const SEVERALLY: Readonly<Record<NodeChange | 'was created', string>> = {
  'went NotReady': 'went NotReady',
  'became Ready': 'became Ready',
  'was cordoned': 'were cordoned',
  'was uncordoned': 'were uncordoned',
  'was deleted': 'were deleted',
  'was created': 'were created',
}

function editText({ from, to, count: times }: WatchedOf<'slice'>): string {
  const edited = times === 1 ? 'was edited' : `was edited ${times} times`
  return from === to ? edited : `${edited}, from ${count(from, 'endpoint')} to ${to}`
}

function autoscalerText({ name, field, from, to }: WatchedOf<'autoscaler'>): string {
  return `HorizontalPodAutoscaler ${name} ${field === '' ? 'was deleted' : `went from ${field} ${from} to ${to}`}`
}
