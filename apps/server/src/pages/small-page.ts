import type { ServerResponse } from 'node:http'
import { nonceOf } from '../http/security-headers.ts'

interface SmallPage {
  readonly status: number
  readonly title: string
  readonly sentence: string
  /** Loads the same address again at once. */
  readonly reload?: boolean
}

const STYLE =
  ':root{color-scheme:dark light;font:16px/1.5 system-ui,sans-serif}main{max-width:36rem;margin:15vh auto;padding:0 1rem}'

/** A page of one sentence, for where the application itself is not shown. */
export function sendSmallPage(response: ServerResponse, { status, title, sentence, reload = false }: SmallPage): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${reload ? '<meta http-equiv="refresh" content="0">' : ''}` +
      '<meta name="viewport" content="width=device-width, initial-scale=1">' +
      `<title>${escapeHtml(title)}</title><style nonce="${nonceOf(response)}">${STYLE}</style></head>` +
      `<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p></main></body></html>`,
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
