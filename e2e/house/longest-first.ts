import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, the longest first. What begins last ends last: a fresh clone knows no times of its own. */
const LONGEST = [
  'causes.control-plane',
  'faults.control-plane',
  'live.control-plane',
  'headlines.control-plane',
  'cli.http',
  'outage.http',
  'stream.http',
  'raw-bytes.http',
  'demo-cluster.http',
  'conformance.http',
  'unverified-tls.http',
  'calm.test',
  'law/planted.test',
  'planted-bugs.test',
  'incremental',
  'scenarios.test',
]

/** Vitest's order, with the longest files before the others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is vitest's, and not an array's
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex(part => moduleId.includes(part))
  return place === -1 ? LONGEST.length : place
}
