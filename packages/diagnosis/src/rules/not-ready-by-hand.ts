import type { GraphEndpoint } from '@slicescope/graph'
import { MIRRORING_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import type { Rule } from '../rule.ts'
import { isByHand, managerOf, sliceRef, slicesCommand, slicesOf, sliceWords } from '../slices.ts'
import { count, listed } from '../words.ts'

/**
 * [SC-G14] Whoever writes the slice says of some endpoints that they are not ready. Of a hand-made slice that says so of
 * all of them SC-A6 speaks.
 */
export const notReadyByHand: Rule = {
  code: 'SC-G14',
  title: 'Endpoints that their writer calls not ready',
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
      title: `${count(partly.length, 'endpoint')} called not ready by ${who.short}`,
      lead: `${who.long} ${addresses} not ready`,
      facts: leftWords(c),
      evidence: partly.slice(0, 3).map(({ slice: name, address }) => ({
        object: sliceRef(slices.get(name) ?? slice),
        field: `endpoints[${address}].conditions.ready`,
        found: 'false',
        expected: 'true or absent',
      })),
      kubectl: slicesCommand(c),
      remedy: who.remedy,
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

function writerOf(
  slice: EndpointSlice,
  c: Case,
): { readonly short: string; readonly long: string; readonly remedy: string } {
  const { name } = slice.metadata
  if (managerOf(slice) === MIRRORING_CONTROLLER)
    return {
      short: 'the Endpoints object',
      long: `the hand-made Endpoints object (slice ${name} mirrors it) calls`,
      remedy: 'Whoever writes the Endpoints object moves the addresses from notReadyAddresses to addresses.',
    }
  return {
    short: `slice ${name}`,
    long: `${sliceWords(slice, c)} calls`,
    remedy: 'Whoever makes the slice sets conditions.ready of these endpoints once they can be used.',
  }
}
