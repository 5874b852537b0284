import { setTimeout } from 'node:timers/promises'
import {
  type ControlPlane,
  type ControlPlaneOptions,
  ensureControlPlaneBuilt,
  startControlPlane,
  waitFor,
} from '@slicescope/control-plane'
import { CASES, findMisses } from '@slicescope/diagnosis/law'
import { findDifference } from '@slicescope/graph/law'
import * as kubernetes from '@slicescope/kubernetes'
import { findDifference as findBrowserDifference } from '@slicescope/protocol/law'
import { runHealSchedule } from '@slicescope/reflector/law'
import { findForgottenAnswer } from '@slicescope/server/crash-answers'
import { findLostEntry } from '@slicescope/server/crash-law'
import { findOtherPartOnDisk, findOtherPast, MemoryJournal } from '@slicescope/server/journal-law'
import { findUnreadable } from '@slicescope/server/mutation-law'
import { findOtherRecording } from '@slicescope/server/recording-law'
import { findStreamDifference } from '@slicescope/server/law'
import { findStaleView } from '@slicescope/view/law'
import { findOrdered, findOtherThen } from '@slicescope/view/then-law'
import { findWrongNumber } from '@slicescope/view/words-law'
import { alarmingRows, healthyRows, makeHealthyCluster } from '../causes/healthy-cluster.ts'
import { followCluster } from '../followed-cluster.ts'
import { createAskDns } from './ask-dns.ts'
import { checkControllerLaw } from './controller-law.ts'
import { compareDnsWorld, makeDnsWorld } from './dns-law.ts'
import { compareProxyWorld, makeProxyWorld } from './proxy-law.ts'
import { Random } from '@slicescope/model/random'

/** What one seed came to: how many cases were compared, and each that was wrong in a line. */
interface Trial {
  readonly cases: number
  readonly wrong: readonly string[]
}

export interface Law {
  readonly name: string
  readonly says: string
  readonly needsGo: boolean
  readonly run: (seed: number) => Promise<Trial>
}

const STEPS = 400
const VIEW_STEPS = 100
const THEN_STEPS = 60
const KILLS = 10
const FILES = 500
const WORDS_STEPS = 60
const SCHEDULES = 40
const SERVICES = 300
const SCOPES = [
  { type: 'all' },
  { type: 'namespace', namespace: 'shop' },
  { type: 'service', namespace: 'shop', name: 'web' },
  { type: 'service', namespace: 'pay', name: 'web' },
] as const
/** Of the healthy shapes: more than 550 Services. */
const COPIES = 9

/** The laws of docs/architecture.md that can be tried on fresh seeds. */
export const LAWS: readonly Law[] = [
  {
    name: 'L1',
    says: 'incremental = from scratch',
    needsGo: false,
    run: async seed => {
      // Graphs by themselves, then all that is shown of them.
      const wrong = [findDifference({ seed, steps: STEPS }), findStaleView({ seed, steps: VIEW_STEPS })]
      return { cases: STEPS + VIEW_STEPS, wrong: wrong.flatMap(difference => difference ?? []) }
    },
  },
  {
    name: 'L2',
    says: 'browser = server',
    needsGo: false,
    run: async seed => {
      // The protocol by itself, then all of the server's stream.
      const wrong = [findBrowserDifference, findStreamDifference].flatMap(find => find({ seed, steps: STEPS }) ?? [])
      return { cases: 2 * STEPS, wrong }
    },
  },
  {
    name: 'L3',
    says: 'then = then',
    needsGo: false,
    run: async seed => ({
      cases: 5 * THEN_STEPS,
      // Objects in another order, entries by themselves, then all of a journal, parts of it, and a recording of some of it.
      wrong: [
        findOrdered({ seed, steps: THEN_STEPS }),
        findOtherThen({ seed, steps: THEN_STEPS }),
        await findOtherPast({ seed, steps: THEN_STEPS, journal: new MemoryJournal() }),
        await findOtherPartOnDisk({ seed, steps: THEN_STEPS }),
        await findOtherRecording({ seed, steps: THEN_STEPS, scope: SCOPES[seed % SCOPES.length] ?? { type: 'all' } }),
      ].flatMap(difference => difference ?? []),
    }),
  },
  {
    name: 'crash',
    says: 'what a journal has stored outlives any kill; what was shown within the last second at most is lost, and is a gap',
    needsGo: false,
    run: async seed => ({
      cases: 2 * KILLS,
      // Of the store by itself, then of all that records.
      wrong: [await findLostEntry(seed, KILLS), await findForgottenAnswer(seed, KILLS)].flatMap(lost => lost ?? []),
    }),
  },
  {
    name: 'files',
    says: 'a recording is read or refused in a sentence, whatever was done to it',
    needsGo: false,
    run: async seed => ({
      cases: FILES,
      wrong: [await findUnreadable({ seed, files: FILES })].flatMap(wrong => wrong ?? []),
    }),
  },
  {
    name: 'L4',
    says: 'every fault heals',
    needsGo: false,
    run: async seed => {
      const wrong: string[] = []
      for (let at = 0; at < SCHEDULES; at += 1) wrong.push(...(await runHealSchedule(seed * SCHEDULES + at)))
      return { cases: SCHEDULES, wrong }
    },
  },
  {
    name: 'L9',
    says: 'words = numbers',
    needsGo: false,
    run: async seed => ({
      cases: WORDS_STEPS,
      wrong: [findWrongNumber({ seed, steps: WORDS_STEPS })].flatMap(wrong => wrong ?? []),
    }),
  },
  {
    name: 'causes',
    says: 'a planted cause is found, and nothing that is not there',
    needsGo: false,
    run: async seed => ({ cases: CASES, wrong: findMisses(seed) }),
  },
  {
    name: 'healthy',
    says: 'Services in the shapes that charts and operators make raise no alarm',
    needsGo: true,
    run: () => withControlPlane(tryHealthy),
  },
  {
    name: 'L6',
    says: 'controller = ours',
    needsGo: true,
    run: seed =>
      withControlPlane(async plane => {
        const options = { random: new Random(seed), count: SERVICES, tag: 'law' }
        const { services, mismatches } = await checkControllerLaw(plane, options)
        return { cases: services, wrong: mismatches.map(mismatch => JSON.stringify(mismatch)) }
      }),
  },
  {
    name: 'L7',
    says: 'proxy = ours',
    needsGo: true,
    run: seed =>
      withControlPlane(async plane => {
        const world = await makeProxyWorld(plane, { random: new Random(seed), count: SERVICES, tag: 'law' })
        const { compared, mismatches } = compareProxyWorld(world, kubernetes)
        return { cases: compared, wrong: mismatches.map(mismatch => JSON.stringify(mismatch)) }
      }),
  },
  {
    name: 'L8',
    says: 'DNS = ours',
    needsGo: true,
    run: seed =>
      withControlPlane(
        async plane => {
          const ask = createAskDns(String(plane.dnsServer))
          const world = await makeDnsWorld(plane, { random: new Random(seed), ask, count: SERVICES, tag: 'law' })
          const { listed, mismatches } = await compareDnsWorld(world, kubernetes, ask)
          return { cases: listed, wrong: mismatches.map(mismatch => JSON.stringify(mismatch)) }
        },
        { dns: true },
      ),
  },
]

async function withControlPlane(
  check: (plane: ControlPlane) => Promise<Trial>,
  options: ControlPlaneOptions = {},
): Promise<Trial> {
  await ensureControlPlaneBuilt({ log: line => process.stdout.write(`  ${line}\n`) })
  const plane = await startControlPlane(options)
  try {
    return await check(plane)
  } finally {
    await plane.stop()
  }
}

/** Once pods and controllers are at rest, and rules have had their patience with the controllers. */
async function tryHealthy(plane: ControlPlane): Promise<Trial> {
  const made = await makeHealthyCluster(plane, COPIES)
  const followed = await followCluster(plane.kubeconfig.reader)
  try {
    await waitFor(() => followed.synced(), { what: 'Slicescope to be synced', timeoutMs: 60_000 })
    await plane.settled({ timeoutMs: 200_000 })
    await setTimeout(40_000)
    return { cases: (await healthyRows(made, followed)).length, wrong: await alarmingRows(made, followed) }
  } finally {
    await followed.slicescope.stop()
  }
}
