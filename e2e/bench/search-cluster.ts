import { viewOfStore } from '@slicescope/view'
import { type Measure, median } from './measures.ts'
import { syntheticStore } from './synthetic-store.ts'

const CLUSTER = { services: 5_000, podsPerService: 30, nodes: 1_000, zones: 3 } as const
const GOAL = 50
const TIMES = 5

/** One of each kind that people type or paste, of which the first is the shortest that finds much. */
const QUERIES = [
  's',
  'service-77',
  'service-1234-7',
  'servise-499',
  '10.1.2.3:8080',
  'app=service-9',
  'node-0999',
  'service-77.team-2.svc.cluster.local',
  'E1124 03:11:19 upstream connect error: dial tcp 10.2.1.44:8080: connection refused',
  'nothing of that name',
] as const

/** What the palette asks at 150,000 pods: the slowest question beside a pass over all names. */
function measureSearch(): readonly Measure[] {
  const store = syntheticStore(CLUSTER, 0)
  const now = Date.now()
  const view = viewOfStore(store, { startedAt: now })
  while (view.diagnose(now, () => false));
  const names = [...store.listers.pods.list()].map(({ metadata }) => metadata.name)
  const times = QUERIES.map(query => ({ query, ms: timeOf(() => view.search(query)) }))
  const slowest = times.reduce((worst, each) => (each.ms > worst.ms ? each : worst))
  const floor = timeOf(() => names.filter(name => name.includes('service-77')))
  const note = `slowest of ${QUERIES.length}: "${slowest.query}"; goal: at most ${GOAL} ms; floor: a pass over all names`
  return [{ what: `search among ${names.length} pods`, value: slowest.ms, floor, unit: 'ms', note }]
}

/** ms of processor time in the middle of some, after a first one for the engine. */
function timeOf(work: () => unknown): number {
  work()
  return median(
    Array.from({ length: TIMES }, () => {
      const before = process.threadCpuUsage()
      work()
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1000
    }),
  )
}

if (import.meta.main) process.stdout.write(JSON.stringify(measureSearch()))
