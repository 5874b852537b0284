import type { GraphEndpoint } from '@slicescope/graph'
import { MIRRORING_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices, isByHand, managerOf, sliceRef, slicesOf, sliceWords } from '../slices/slices.ts'
import { listed } from '../words/words.ts'

/**
 * [SC-G14] The writer of the slice sets some endpoints to not ready. Of a hand-made slice that says so of
 * all of them SC-A6 speaks.
 */
export const notReadyByHand: Rule = {
  code: 'SC-G14',
  title: 'Writer sets endpoints to not ready',
  inputs: [],
  arises: graph => hasEndpoints(graph) && hasLoss(graph),
  find: c => {
    const slices = new Map(slicesOf(c).flatMap(slice => (isOthers(slice, c) ? [[slice.metadata.name, slice]] : [])))
    const told = c.graph.endpoints.filter(({ slice, state }) => state === 'not-ready' && slices.has(slice))
    const partly = told.filter(({ slice }) => !isSaidByA6(slices.get(slice), c))
    const [first] = partly
    const slice = slices.get(first?.slice ?? '')
    if (first === undefined || slice === undefined) return null
    const who = writerOf(slice, c)
    const addresses = listed(partly.map(({ address }) => address))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(slice),
      lead: 'Writer sets endpoints to not ready',
      facts: `${who.long} ${addresses} to not ready; ${leftWords(c)}`,
      ...shownEvidence(partly, ({ slice: name, address }) => ({
        object: sliceRef(slices.get(name) ?? slice),
        field: `endpoints[${address}].conditions.ready`,
        found: 'false',
        expected: 'true or absent',
      })),
      kubectl: getSlices(c, '-o', 'yaml'),
      remedy: who.remedy,
      remedyClass: 'look',
      broken: [...new Set(partly.map(({ backend }) => backend))],
    }
  },
}

function isOthers(slice: EndpointSlice, c: Case): boolean {
  return managerOf(slice) === MIRRORING_CONTROLLER || isByHand(slice, c)
}

function isSaidByA6(slice: EndpointSlice | undefined, c: Case): boolean {
  if (slice === undefined || !isByHand(slice, c)) return false
  const { name } = slice.metadata
  return c.graph.endpoints.filter(each => each.slice === name).every(hasNotReady)
}

function hasNotReady({ conditions }: GraphEndpoint): boolean {
  return !conditions.ready
}

function writerOf(slice: EndpointSlice, c: Case): { readonly long: string; readonly remedy: string } {
  const { name } = slice.metadata
  if (managerOf(slice) === MIRRORING_CONTROLLER)
    return {
      long: `the Endpoints object (EndpointSlice ${name} mirrors it) sets`,
      remedy: 'Check what writes the Endpoints object: it lists these addresses in notReadyAddresses.',
    }
  return {
    long: `${sliceWords(slice, c)} sets`,
    remedy: 'Check what writes the slice: it sets conditions.ready of these endpoints to false.',
  }
}
