import type { EndpointSlice } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Rule } from '../rule.ts'
import { getSlices, sliceRef, slicesOf } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'
import { isEnding } from './being-deleted.ts'

/** [SC-G24] A slice is being deleted and a finalizer holds it: the controller writes nothing for the Service meanwhile. */
export const heldSlice: Rule = {
  code: 'SC-G24',
  title: 'EndpointSlice deletion is blocked',
  inputs: [],
  helps: ['namespaces'],
  arises: isJudged,
  find: c => {
    if (isEnding(c)) return null
    const held = heldSlices(c)
    const [first] = held
    if (first === undefined) return null
    const { name, finalizers } = first.metadata
    const endpoints = held.reduce((sum, slice) => sum + slice.endpoints.length, 0)
    const told = c.graph.summary.hasSelector
      ? 'the EndpointSlice controller does not update or replace it until it is gone'
      : 'its writer cannot recreate it until it is gone'
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      lead: 'Finalizer blocks deletion of an EndpointSlice',
      facts: `slice ${name} is being deleted, held by ${listed(finalizers)}; ${told}, and its ${count(endpoints, 'endpoint')} ${endpoints === 1 ? 'stays as it was' : 'stay as they were'}; ${leftWords(c)}`,
      evidence: held.slice(0, 3).flatMap(slice => [
        {
          object: sliceRef(slice),
          field: 'metadata.deletionTimestamp',
          found: slice.metadata.deletionTimestamp ?? '',
          expected: 'absent, or the slice gone',
        },
        {
          object: sliceRef(slice),
          field: 'metadata.finalizers',
          found: slice.metadata.finalizers.join(', '),
          expected: 'none',
        },
      ]),
      kubectl: getSlices(
        c,
        '-o',
        'custom-columns=NAME:.metadata.name,DELETED:.metadata.deletionTimestamp,FINALIZERS:.metadata.finalizers',
      ),
      remedy: `Check the controller that owns finalizer ${finalizers[0] ?? ''}: the slice disappears when it removes the finalizer.`,
      remedyClass: 'look',
      explains: hasLoss(c.graph) ? Math.max(1, endpoints) : 1,
    }
  },
}

/** Those of the garbage collector, which takes them off by itself. */
const PASSING: ReadonlySet<string> = new Set(['foregroundDeletion', 'orphan'])

/** The slices that are being deleted and held. */
export function heldSlices(c: Case): readonly EndpointSlice[] {
  return slicesOf(c).filter(
    ({ metadata }) =>
      metadata.deletionTimestamp !== undefined && metadata.finalizers.some(finalizer => !PASSING.has(finalizer)),
  )
}
