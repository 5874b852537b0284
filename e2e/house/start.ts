import { enableCompileCache } from 'node:module'
import { buildWebIfStale } from './build-web.ts'

enableCompileCache()
await buildWebIfStale()
await import('@slicescope/server')
