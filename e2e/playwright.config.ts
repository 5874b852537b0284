import { defineConfig } from '@playwright/test'

/**
 * Two projects: `demo` needs no Go; `control-plane` runs against real Kubernetes. Files run side by side and look at one
 * demo server: much of a test's time it waits for a cluster.
 */
export default defineConfig({
  testDir: 'browser',
  outputDir: '../test-results',
  globalSetup: ['./house/built-page.ts', './browser/shared-demo.ts'],
  workers: 3,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'demo', testMatch: '*.demo.spec.ts' },
    { name: 'control-plane', testMatch: '*.control-plane.spec.ts', timeout: 240_000 },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    launchOptions: {
      ...(process.env['CHROME_PATH'] === undefined ? {} : { executablePath: process.env['CHROME_PATH'] }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
