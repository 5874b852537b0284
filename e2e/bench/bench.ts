import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { buildWebIfStale } from '../house/build-web.ts'
import { hasGo } from '../law/has-go.ts'
import { startBarePages } from './bare-pages.ts'
import { startBenchBrowser } from './bench-browser.ts'
import { measureEventToPixel } from './event-to-pixel.ts'
import { measurePictures } from './first-paint.ts'
import { type Measure, measureLine } from './measures.ts'
import { measureHistory } from './history-rows.ts'
import { measureServiceList } from './service-list.ts'

/*
 * npm run bench [-- --only history|change|picture|list|rest --services 3000 --pods 50 --changes 5000000 --reads 20]
 * Prints how fast it is, each as a ratio to a floor measured in the same run, so that machines can be compared.
 */
const KEPT_GOAL = 700

// What was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    services: { type: 'string', default: '400' },
    pods: { type: 'string', default: '50' },
    changes: { type: 'string', default: '100000' },
    reads: { type: 'string', default: '31' },
  },
})
const { only } = values
if (only !== 'history' && only !== 'rest') await measurePage()
if (only === undefined || only === 'rest') await measureRest()
if (only === undefined || only === 'history')
  print(
    await measureHistory({
      services: Number(values.services),
      podsPerService: Number(values.pods),
      changes: Number(values.changes),
      reads: Number(values.reads),
    }),
  )

/** In a browser: from a change to a pixel, pictures, and the list. */
async function measurePage(): Promise<void> {
  await buildWebIfStale()
  const go = await hasGo()
  if (!go) process.stdout.write('Without Go 1.26 the embedded cluster stands in for the real control plane.\n')
  const [browser, bare] = [await startBenchBrowser(), await startBarePages()]
  try {
    if (only === undefined || only === 'change') print(await measureEventToPixel(browser, go))
    if (only === undefined || only === 'picture') print(await measurePictures(browser, bare))
    if (only === undefined || only === 'list') print(await measureServiceList(browser, bare))
  } finally {
    await Promise.all([browser.stop(), bare.stop()])
  }
}

async function measureRest(): Promise<void> {
  print([await keptBytes(), await viewBytes()])
  print(await measuresOf('diagnose-all.ts'))
  print(await measuresOf('search-cluster.ts'))
}

function print(measures: readonly Measure[]): void {
  for (const measure of measures) process.stdout.write(`${measureLine(measure)}\n`)
}

/** In a process of its own, with a heap of its own. */
async function measuresOf(file: string): Promise<readonly Measure[]> {
  const path = join(import.meta.dirname, file)
  return JSON.parse((await promisify(execFile)(process.execPath, [path])).stdout)
}

async function keptBytes(): Promise<Measure> {
  const { keptBytes: value, arrivedBytes: floor } = await measureHeap('kept-bytes.ts')
  const note = `goal: at most ${KEPT_GOAL}; floor: its JSON as it arrives`
  return { what: 'kept bytes a pod at 20,000 pods', value, floor, unit: 'bytes', note }
}

async function viewBytes(): Promise<Measure> {
  const { viewBytes: value, rowBytes: floor } = await measureHeap('view-bytes.ts')
  return {
    what: 'bytes that a view keeps of each of 10,000 Services',
    value,
    floor,
    unit: 'bytes',
    note: 'floor: its row',
  }
}

/** In a process of its own, whose heap nothing else touches. */
async function measureHeap(file: string) {
  const path = join(import.meta.dirname, file)
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', path])
  return JSON.parse(stdout)
}
