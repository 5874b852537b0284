import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/**
 * The page as one script and one style, with fonts inside: what a recording carries to where no server is. Without the
 * compiler, which would take most of the build's time and a tenth of the file.
 */
export default defineConfig({
  define: { __SLICESCOPE_VERSION__: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  plugins: [react({ jsxImportSource: '@slicescope/web' })],
  publicDir: false,
  worker: { format: 'iife' },
  resolve: {
    alias: [
      // An object's YAML is read from an API server.
      {
        find: /^.*\/yaml-view\.tsx$/,
        replacement: fileURLToPath(new URL('src/recording/no-yaml.tsx', import.meta.url)),
      },
      // Its worker is a part of the file.
      {
        find: /^.*\/start-worker\.ts$/,
        replacement: fileURLToPath(new URL('src/recording/start-inline-worker.ts', import.meta.url)),
      },
      // Names in Kubernetes are ASCII.
      { find: /^(.*\/inter-latin)-ext-(\d+-normal\.woff.*)$/, replacement: '$1-$2' },
    ],
  },
  build: {
    target: 'es2024',
    outDir: 'dist/recording',
    emptyOutDir: true,
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 4000,
    lib: {
      entry: 'src/recording.tsx',
      formats: ['iife'],
      name: 'SlicescopeRecording',
      fileName: () => 'page.js',
      cssFileName: 'page',
    },
  },
})
