import { readFileSync } from 'node:fs'
import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type ProxyOptions } from 'vite'

const { SLICESCOPE_DEV_SERVER = 'http://127.0.0.1:7654', SLICESCOPE_LAUNCH_SECRET: secret } = process.env

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/** The server checks Host and Origin: through Vite it must see its own address in both. */
function toServer(): ProxyOptions {
  return {
    target: SLICESCOPE_DEV_SERVER,
    changeOrigin: true,
    configure: proxy => {
      proxy.on('proxyReq', request => {
        if (request.hasHeader('origin')) request.setHeader('origin', SLICESCOPE_DEV_SERVER)
      })
    },
  }
}

/** Vite serves the page itself, so it also signs in: the operator's secret is the page's token. */
function launchPage(): Plugin {
  return {
    name: 'slicescope-launch',
    configureServer(server) {
      server.middlewares.use('/launch', (request, response, next) => {
        if (secret === undefined || request.url !== `/${secret}`) {
          next()
          return
        }
        const html = readFileSync(new URL('index.html', import.meta.url), 'utf8')
        const show = (page: string) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8')
          response.end(page.replaceAll('__SESSION_TOKEN__', secret))
        }
        void server.transformIndexHtml('/', html).then(show, next)
      })
    },
  }
}

/** What the page begins with, the picture, and all that comes after it (later() in its sources): each is asked for once. */
const CHUNKS = [
  { name: 'page', tags: ['$initial' as const], priority: 3 },
  { name: 'graph-pane', test: /src[\\/]graph[\\/]graph-pane\.tsx/, priority: 2 },
  {
    name: 'later',
    test: /src[\\/](app[\\/]no-service|inspector|keys|overview|palette|table|[a-z]+[\\/]opened-)/,
    priority: 1,
  },
]

export default defineConfig({
  define: { __SLICESCOPE_VERSION__: JSON.stringify(version) },
  plugins: [launchPage(), react({ jsxImportSource: '@slicescope/web' }), babel({ presets: [reactCompilerPreset()] })],
  // The server writes a fresh nonce over it in every page it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2024',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': toServer(), '/healthz': toServer() } },
})
