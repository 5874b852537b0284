import { readFileSync } from 'node:fs'
import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import { defineConfig, type ProxyOptions } from 'vite'

const { SLICESCOPE_DEV_SERVER = 'http://127.0.0.1:7654' } = process.env

const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/** The server looks at Host and Origin and sets a cookie: through Vite it must see its own address in both. */
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

export default defineConfig({
  define: { __SLICESCOPE_VERSION__: JSON.stringify(version) },
  plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  // The server writes a fresh nonce over it in every page it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2024', modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  worker: { format: 'es' },
  server: { proxy: { '/api': toServer(), '/launch': toServer(), '/healthz': toServer() } },
})
