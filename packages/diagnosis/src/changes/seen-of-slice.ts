import { type Delta, type EndpointSlice, isEqualKept } from '@slicescope/model'
import { isHandMade, managerOf } from '../slices.ts'
import { count } from '../words.ts'
import type { Seen } from './watched.ts'

/** Of slices that no controller of Kubernetes writes: what those do shows in the ready count. */
export function seenOfSlice(delta: Delta<EndpointSlice>): readonly Seen[] {
  if (delta.type === 'added') return []
  const { name } = delta.object.metadata
  const { length } = delta.object.endpoints
  if (delta.type === 'deleted')
    return isHandMade(delta.object)
      ? [{ type: 'slice', name, text: `was deleted with ${count(length, 'endpoint')}` }]
      : []
  const { previous, object } = delta
  const from = managerOf(previous) ?? 'nobody'
  const to = managerOf(object) ?? 'nobody'
  if (from !== to) return [{ type: 'slice', name, text: `went from managed-by ${from} to ${to}` }]
  if (!isHandMade(object) || isEqualKept(previous.endpoints, object.endpoints)) return []
  const before = previous.endpoints.length
  const text = before === length ? 'was edited' : `went from ${count(before, 'endpoint')} to ${length}`
  return [{ type: 'slice', name, text }]
}
