import { endChildrenOnSignal } from './run-command.ts'
import { runVitest } from './run-tests.ts'

/** `npm run unit [-- file name]`: the tests beside the code that need no server. */
endChildrenOnSignal()
const { failed } = await runVitest('unit', { filters: process.argv.slice(2) })
process.exitCode = failed === 0 ? 0 : 1
