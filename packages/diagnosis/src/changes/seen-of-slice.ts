import { type Delta, type EndpointSlice, isEqualKept } from '@slicescope/model'
import { isHandMade, managerOf } from '../slices/slices.ts'
import { count } from '../words/words.ts'
import type { Seen } from './watched.ts'

/** Of slices that no controller of Kubernetes writes: what those do shows in the ready count. */
export function seenOfSlice(delta: Delta<EndpointSlice>): readonly Seen[] {
  if (delta.type === 'added') return []
  const { name } = delta.object.metadata
  const { length: to } = delta.object.endpoints
  const seen = (from: number, text: string | null): readonly Seen[] => [
    { type: 'slice', name, text, from, to, count: 1 },
  ]
  if (delta.type === 'deleted')
    return isHandMade(delta.object) ? seen(to, `was deleted with ${count(to, 'endpoint')}`) : []
  const { previous, object } = delta
  const before = managerOf(previous) ?? 'none'
  const after = managerOf(object) ?? 'none'
  if (before !== after) return seen(to, `went from managed-by ${before} to ${after}`)
  if (!isHandMade(object) || isEqualKept(previous.endpoints, object.endpoints)) return []
  return seen(previous.endpoints.length, null)
}
