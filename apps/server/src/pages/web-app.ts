import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { nonceOf } from '../http/security-headers.ts'
import { sendSmallPage } from './small-page.ts'

/** As apps/web/vite.config.ts has it written into the page. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'
/** As it stands in apps/web/index.html. */
const TOKEN_PLACEHOLDER = '__SESSION_TOKEN__'

export const NOT_BUILT = 'The page is not built yet: run `npm run build`, then load it again.'

/** The built page; null where there is none. It is read each time: a build may replace it meanwhile. */
export async function readWebApp(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}

/** Sends the page with a nonce of its own, and with a session's token on its first load. */
export function sendWebApp(response: ServerResponse, html: string | null, token: string | null): void {
  if (html === null) {
    sendSmallPage(response, { status: 503, title: 'No page yet', sentence: NOT_BUILT })
    return
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(html.replaceAll(NONCE_PLACEHOLDER, nonceOf(response)).replaceAll(TOKEN_PLACEHOLDER, token ?? ''))
}

export async function isBuilt(folder: string): Promise<boolean> {
  return (await readWebApp(folder)) !== null
}
