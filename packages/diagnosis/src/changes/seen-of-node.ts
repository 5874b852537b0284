import type { Delta, Node } from '@slicescope/model'
import { readyOf, zoneOf } from '../pods/node-state.ts'
import type { NodeChange, Seen } from './watched.ts'

export function seenOfNode(delta: Delta<Node>): readonly Seen[] {
  if (delta.type === 'added') return []
  const seen = (what: NodeChange): Seen => ({
    type: 'node',
    what,
    zone: zoneOf(delta.object),
    names: [delta.object.metadata.name],
  })
  if (delta.type === 'deleted') return [seen('was deleted')]
  const { previous, object } = delta
  const wasReady = readyOf(previous)?.status
  const isReady = readyOf(object)?.status
  const wasOut = previous.spec?.unschedulable === true
  const isOut = object.spec?.unschedulable === true
  return [
    ...(isNodeReady(wasReady) === isNodeReady(isReady) ? [] : [seen(readyChange(isReady))]),
    ...(wasOut === isOut ? [] : [seen(isOut ? 'was cordoned' : 'was uncordoned')]),
  ]
}

/** By the status of its condition Ready: False and Unknown are alike. */
export function readyChange(status: string | undefined): 'became Ready' | 'went NotReady' {
  return isNodeReady(status) ? 'became Ready' : 'went NotReady'
}

function isNodeReady(status: string | undefined): boolean {
  return status === 'True'
}
