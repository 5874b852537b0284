import { usePrivateCompileCache } from '@slicescope/server/compile-cache'
import { buildWebIfStale } from './build-web.ts'

/*
 * npm start: the server in this process. It is started with --max-semi-space-size=4: V8 would keep 100 MB for objects that
 * do not live long. With the demo the process has 196 MB in place of 337, and diagnosing takes a fifth longer.
 */
usePrivateCompileCache(process.env)
await buildWebIfStale()
await import('@slicescope/server')
