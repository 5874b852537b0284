import { usePrivateCompileCache } from '@slicescope/server/compile-cache'

/*
 * npm start: the server in this process. Plain JavaScript, so that from the second start on Node does not load its parser
 * of TypeScript, which takes 18 MB. It is started with --max-semi-space-size=4: V8 would keep 100 MB for objects that do
 * not live long. With the demo the process has 196 MB in place of 337, and diagnosing takes a fifth longer.
 */
usePrivateCompileCache(process.env)
const { buildWebIfStale } = await import('./build-web.ts')
await buildWebIfStale()
await import('@slicescope/server')
