import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'
import { ROOT } from './root.ts'

const HTTP = '**/*.http.test.ts'
const COMPONENT = '**/*.component.test.tsx'
const CONTROL_PLANE = '**/*.control-plane.test.ts'
const FIREFOX = '**/*.firefox.test.ts'
const BUILT_PAGE = 'e2e/house/built-page.ts'
const ELSEWHERE = ['**/node_modules/**', '**/dist/**']

/** What a test waits for comes late on a busy machine, and is no failure. */
const PATIENT = { poll: { timeout: 30_000 } }

/** Modules are loaded once for all files of a worker: loading them for each file was a third of the work. */
const LOADED_ONCE = { isolate: false }

/**
 * unit: pure code and single parts; http: over real HTTP against the demo cluster; control-plane: against real Kubernetes;
 * firefox: in Firefox, where asked for.
 */
export default defineConfig({
  test: {
    root: ROOT,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          ...LOADED_ONCE,
          root: ROOT,
          include: ['{packages,apps,e2e}/**/*.test.{ts,tsx}'],
          exclude: [HTTP, CONTROL_PLANE, COMPONENT, FIREFOX, ...ELSEWHERE],
          expect: PATIENT,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'http',
          ...LOADED_ONCE,
          root: ROOT,
          include: [`{packages,apps,e2e}/${HTTP}`],
          exclude: ELSEWHERE,
          globalSetup: BUILT_PAGE,
          // Each waits for servers of its own, or for what they are to wait for.
          maxWorkers: 4,
          expect: PATIENT,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'control-plane',
          ...LOADED_ONCE,
          root: ROOT,
          include: [`e2e/${CONTROL_PLANE}`],
          exclude: ELSEWHERE,
          globalSetup: BUILT_PAGE,
          // Each file has a control plane of its own, and waits for it most of the time.
          maxWorkers: 3,
          // Concurrent tests wait for the cluster, not for a core.
          maxConcurrency: 200,
          expect: PATIENT,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'firefox',
          ...LOADED_ONCE,
          root: ROOT,
          include: [`e2e/${FIREFOX}`],
          exclude: ELSEWHERE,
          globalSetup: BUILT_PAGE,
          expect: PATIENT,
          // Installing the browser is a part of it.
          testTimeout: 240_000,
        },
      },
    ],
  },
})
