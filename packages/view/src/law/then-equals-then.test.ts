import type { Entry } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../outcome.ts'
import { type Recording, RecordedStory } from './recorded-story.ts'
import { findOtherIn } from './then-equals-then.ts'

/** In 7 a Service is closed, and read after the pods of its namespace have changed. */
const SEEDS = [4, 7, 12]
const STEPS = 40

const RECORDINGS = SEEDS.map(seed => ({ seed, recording: new RecordedStory(seed).run(STEPS) }))

describe('[L3] entries folded again from any base give the answers that were given', () => {
  test.each(RECORDINGS)('seed $seed', { timeout: 120_000 }, ({ recording }) => {
    expect(findOtherIn(recording)).toBeNull()
  })
})

type RecordedEntry = Entry<Outcome>

function losing(isLost: (entry: RecordedEntry) => boolean) {
  return (recording: Recording): Recording => ({
    ...recording,
    batches: recording.batches.map(batch => batch.filter(entry => !isLost(entry))),
  })
}

function forgetting(part: 'observed' | 'outcomes' | 'leases' | 'watches') {
  return ({ bases, ...recording }: Recording): Recording => ({
    ...recording,
    bases: bases.map(base => ({ ...base, memory: { ...base.memory, [part]: [] } })),
  })
}

/** Nothing is left out any more, and nothing is known of single namespaces. */
function withoutLacks({ bases, ...recording }: Recording): Recording {
  const whole = {
    leftOut: { count: 0, objects: [] },
    byNamespace: { followed: 0, denied: 0, unfollowed: 0, named: [] },
  }
  return {
    ...recording,
    bases: bases.map(base => {
      const watches = base.memory.watches.map(watch => ({ ...watch, ...whole }))
      return { ...base, memory: { ...base.memory, watches } }
    }),
  }
}

function byOneSecond(entry: RecordedEntry): RecordedEntry {
  return { ...entry, time: entry.time + 1000 }
}

function late(recording: Recording): Recording {
  return { ...recording, batches: recording.batches.map(batch => batch.map(byOneSecond)) }
}

describe('[L3] has teeth: each planted bug is found', () => {
  test.each<readonly [string, (recording: Recording) => Recording]>([
    ['outcomes are not written down', losing(({ type }) => type === 'outcome')],
    ['reads of Leases are not written down', losing(({ type }) => type === 'lease')],
    ['gaps are not written down', losing(({ type }) => type === 'gap')],
    ['steps of the clock are not written down', losing(({ type }) => type === 'clock')],
    ['states of watches are not written down', losing(({ type }) => type === 'watch')],
    ['changes of Nodes are not written down', losing(e => e.type === 'delta' && e.delta.resource === 'nodes')],
    ['entries have another time', late],
    ['what was observed is forgotten', forgetting('observed')],
    ['what was found is forgotten', forgetting('outcomes')],
    ['what was read of Leases is forgotten', forgetting('leases')],
    ['states of watches are forgotten', forgetting('watches')],
    ['what watches lack is forgotten', withoutLacks],
  ])('%s', { timeout: 120_000 }, (_bug, tamper) => {
    const found = RECORDINGS.some(({ recording }) => findOtherIn(tamper(recording)) !== null)
    expect(found).toBe(true)
  })
})
