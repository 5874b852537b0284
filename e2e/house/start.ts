import { usePrivateCompileCache } from '@slicescope/server/compile-cache'
import { buildWebIfStale } from './build-web.ts'

usePrivateCompileCache(process.env)
await buildWebIfStale()
await import('@slicescope/server')
