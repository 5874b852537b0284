import { playwright } from '@vitest/browser-playwright'
import { defineConfig, mergeConfig } from 'vitest/config'
import page from './vite.config.ts'

const executablePath = process.env['CHROME_PATH'] || undefined

/** Parts of the page that have logic, each by itself in a real browser, compiled as the page is. */
export default mergeConfig(
  page,
  defineConfig({
    // Named here, they are bundled before the first test: found later, they would reload the page in the middle of one.
    optimizeDeps: {
      include: [
        '@tanstack/react-query',
        '@tanstack/react-virtual',
        '@xyflow/react',
        'lucide-react',
        'radix-ui',
        'react',
        'react-dom/client',
        'react/compiler-runtime',
        'react/jsx-runtime',
        'vitest-browser-react',
        'zod',
      ],
    },
    test: {
      name: 'component',
      root: import.meta.dirname,
      include: ['src/**/*.component.test.tsx'],
      expect: { poll: { timeout: 30_000 } },
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { args: ['--no-sandbox'], ...(executablePath === undefined ? {} : { executablePath }) },
        }),
        instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
      },
    },
  }),
)
