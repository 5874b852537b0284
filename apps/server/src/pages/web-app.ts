import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { nonceOf } from '../http/security-headers.ts'
import { sendSmallPage } from './small-page.ts'

/** As apps/web/vite.config.ts has it written into the page. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

export const NOT_BUILT = 'The page is not built yet: run `npm run build`, then load it again.'

/** Sends the built page with a nonce of its own. It is read anew each time: a build may replace it meanwhile. */
export async function sendWebApp(response: ServerResponse, folder: string): Promise<void> {
  const html = await readPage(folder)
  if (html === null) {
    sendSmallPage(response, { status: 503, title: 'Slicescope', sentence: NOT_BUILT })
    return
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(html.replaceAll(NONCE_PLACEHOLDER, nonceOf(response)))
}

export async function isBuilt(folder: string): Promise<boolean> {
  return (await readPage(folder)) !== null
}

async function readPage(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}
