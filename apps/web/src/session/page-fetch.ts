import { createOwnFetch } from './own-fetch.ts'
import { currentToken } from './session-token.ts'

/** fetch to this page's own server, signed in. Pictures and downloads go through it, too: as blobs. */
export const pageFetch = createOwnFetch(currentToken)
