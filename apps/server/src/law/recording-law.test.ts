import type { RecordingHeader } from '@slicescope/history'
import { describe, expect, test } from 'vitest'
import { findOtherIn, findOtherRecording, recordInFile } from './recording-law.ts'

const STEPS = 30
const PATIENT = { timeout: 120_000 }

const SHOP: RecordingHeader['scope'] = { type: 'namespace', namespace: 'shop' }
const WEB: RecordingHeader['scope'] = { type: 'service', namespace: 'shop', name: 'web' }

test.each<readonly [string, number, RecordingHeader['scope']]>([
  ['everything', 12, { type: 'all' }],
  ['a namespace', 4, SHOP],
  // Entries came in the millisecond in which its first base was taken.
  ['a namespace', 595_902_433, SHOP],
  ['a Service', 5, WEB],
])('[L3] a recording of %s gives the answers that were given: seed %i', PATIENT, async (_, seed, scope) => {
  expect(await findOtherRecording({ seed, steps: STEPS, scope })).toBeNull()
})

let recorded: Awaited<ReturnType<typeof recordInFile>> | null = null

function losing(pattern: RegExp) {
  return (lines: readonly string[]) => lines.filter(line => !pattern.test(line))
}

function replacing(pattern: RegExp, by: string) {
  return (lines: readonly string[]) => lines.map(line => line.replace(pattern, by))
}

describe('[L3] has teeth: each planted bug is found', () => {
  test.each<readonly [string, (lines: readonly string[]) => readonly string[]]>([
    ['Nodes are left out', losing(/"kind":"Node",/)],
    ['pods are left out', losing(/"kind":"Pod",/)],
    ['outcomes are left out', losing(/"kind":"Outcome",/)],
    ['states of watches are left out', losing(/"kind":"Watch",/)],
    ['what was observed is forgotten', replacing(/("member":"observed","value":).*(\},"seq")/, '$1[]$2')],
    ['times are an hour late', replacing(/("at":"[-\d]+T)03/, '$104')],
  ])('%s', PATIENT, async (_, tamper) => {
    recorded ??= await recordInFile({ seed: 5, steps: STEPS, scope: WEB })
    expect(await findOtherIn(recorded, tamper)).not.toBeNull()
  })
})
