import { setTimeout } from 'node:timers/promises'
import { ClusterStore, type Resource, RESOURCE_NAMES, RESOURCES, type ResourceWriter } from '@slicescope/model'
import { type Outcome, viewOfStore } from '@slicescope/view'
import { Random, randomObject } from '@slicescope/view/random'
import { Recorder } from '../history/recorder.ts'
import { SqliteJournal } from '../history/sqlite-journal.ts'
import { systemTimers } from '../stream/timers.ts'
import { digestOf } from './crash-answers.ts'

/*
 * node crash-recorder.ts FOLDER EPOCH SEED
 * Records a cluster that changes at random, as the server does it, until it is killed. Prints the number of an entry, when
 * it was there, and what was answered then.
 */
const [folder = '', epoch = '', seed = '0'] = process.argv.slice(2)
const random = new Random(Number(seed))
const store = new ClusterStore<Outcome>(() => systemTimers.now())
const writers = new Map(RESOURCE_NAMES.map(resource => [resource, store.writer(resource, null)]))
for (const writer of writers.values()) {
  const now = systemTimers.now()
  writer.setTimes({ heard: now, progressed: now, verified: now })
  writer.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
}
for (let count = 0; count < 60; count += 1) change()
const view = viewOfStore(store, { startedAt: systemTimers.now() })
const journal = new SqliteJournal(() => folder)
const recorder = new Recorder({
  store,
  view,
  epoch,
  timers: systemTimers,
  journal,
  isReady: () => true,
  catchUp,
  keepMs: Infinity,
  keepBytes: Infinity,
  onProblem: problem => process.stderr.write(`${problem}\n`),
  // With many bases, each in many steps, a kill often comes while one is written; but each stores all that waits.
  sizes: { betweenBases: random.pick([30_000, 1_000_000]), changesBetweenBases: 1000, baseStep: 4000 },
})
store.subscribe(batch => {
  view.apply(batch)
  recorder.follow(batch)
})
recorder.start()
let isBased = false
for (;;) {
  for (let count = random.below(8); count > 0; count -= 1) change()
  catchUp()
  view.diagnose(systemTimers.now(), () => false)
  store.conclude(view.outcomes())
  recorder.noteChanged(view.takeChanged())
  catchUp()
  const { number } = store
  // Before the first base nothing can be asked for.
  isBased ||= (await journal.findBase({ epoch, number })) !== null
  if (isBased && number === store.number) process.stdout.write(`${number} ${systemTimers.now()} ${digestOf(view)}\n`)
  await setTimeout(random.below(20))
}

function change(): void {
  const resource: Resource = random.pick(['services', 'endpointslices', 'endpointslices', 'pods', 'pods', 'nodes'])
  const object = RESOURCES[resource].keep(randomObject(resource, random), store.interner)
  const writer: ResourceWriter<Resource> | undefined = writers.get(resource)
  writer?.apply([{ type: random.chance(0.2) ? 'delete' : 'set', object }])
}

function catchUp(): void {
  store.noteSilence()
  if ((view.nextChangeAt() ?? Infinity) <= systemTimers.now()) store.noteTime()
}
