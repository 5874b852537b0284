import { createOwnFetch } from './own-fetch.ts'
import { currentToken } from './session-token.ts'

let answer = createOwnFetch(currentToken)

/** fetch to this page's own server, signed in. Pictures and downloads go through it, too: as blobs. */
export const pageFetch: typeof globalThis.fetch = (input, init) => answer(input, init)

/** From now on answers come from elsewhere: a page that is a file has no server. */
export function answerFrom(source: typeof globalThis.fetch): void {
  answer = source
}
