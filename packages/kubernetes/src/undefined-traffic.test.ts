import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Destination } from './destinations.ts'
import { aService, aSlice } from './testing/objects.ts'
import { answersFrom } from './traffic.ts'

const maybe = fc.option(fc.boolean(), { nil: undefined })
const hints = (...names: readonly string[]) => fc.subarray(names.map(name => ({ name })))
const endpoint = fc.record({
  addresses: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3').map(address => [address]),
  conditions: fc.record({ ready: maybe, serving: maybe, terminating: maybe }),
  nodeName: fc.constantFrom('node-1', 'node-2', undefined),
  hints: fc.record({ forZones: hints('a', 'b'), forNodes: hints('node-1', 'node-2') }),
})
const contents = fc.array(fc.array(endpoint, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 })
const service = (policy: string) =>
  aService({
    type: 'NodePort',
    internalTrafficPolicy: policy,
    externalTrafficPolicy: 'Local',
    ports: [{ name: 'http', port: 80, nodePort: 30_080 }],
  })

/** All slices read in this order as if they were one: nothing is undefined then. */
function inOrder(slices: readonly (readonly object[])[], policy: string): readonly (Destination | null)[] {
  return destinations([aSlice('all', slices.flat())], policy)
}

function destinations(slices: readonly ReturnType<typeof aSlice>[], policy: string): readonly (Destination | null)[] {
  return answersFrom(service(policy), slices, { nodeName: 'node-1', zone: 'a' }).flatMap(
    ({ internal, external, externalFromPods }) => [internal, external, externalFromPods],
  )
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))
}

interface Possible {
  readonly answers: readonly string[]
  readonly nones: readonly string[]
  readonly undefined: boolean
}

function possibleOf(orders: readonly (Destination | null)[]): Possible {
  const texts = new Set(orders.map(destination => JSON.stringify(claimed(destination))))
  const all = orders.map(claimed)
  return {
    answers: [...new Set(all.flatMap(({ answers }) => answers))].toSorted(),
    nones: [...new Set(all.flatMap(({ nones }) => nones))].toSorted(),
    undefined: texts.size > 1,
  }
}

function claimed(destination: Destination | null): Possible {
  if (destination === null) return { answers: [], nones: [], undefined: false }
  const { orNone = [], undefined: isUndefined = false } = destination
  const nones = 'none' in destination ? [destination.none, ...orNone] : orNone
  return {
    answers: 'answers' in destination ? destination.answers : [],
    nones: nones.toSorted(),
    undefined: isUndefined,
  }
}

test.each(['Cluster', 'Local'])(
  '[L7] %s: what is named as possible is exactly what the orders of slices give',
  policy => {
    fc.assert(
      fc.property(contents, slices => {
        const ours = destinations(
          slices.map((endpoints, at) => aSlice(`web-${at}`, endpoints)),
          policy,
        )
        const orders = permutations(slices).map(order => inOrder(order, policy))
        const possible = ours.map((_, way) => possibleOf(orders.map(order => order[way] ?? null)))
        expect(ours.map(claimed)).toEqual(possible)
      }),
      { numRuns: 1_500 },
    )
  },
)
