import type { ServerResponse } from 'node:http'
import { tokenProperties } from '@slicescope/picture'
import { nonceOf } from '../http/security-headers.ts'

interface SmallPage {
  readonly status: number
  readonly title: string
  readonly sentence: string
  /** Loads the same address again at once. */
  readonly reload?: boolean
}

const STYLE = `
:root{color-scheme:dark light;${tokenProperties('dark')}}
@media (prefers-color-scheme:light){:root{${tokenProperties('light')}}}
body{margin:0;background:var(--surface-page);color:var(--text-normal);font:15px/1.55 Inter,"Segoe UI",system-ui,sans-serif}
header{display:flex;align-items:center;gap:10px;height:48px;padding:0 16px;border-bottom:1px solid var(--rule);background:var(--surface-panel)}
header,h1{color:var(--text-strong);font-weight:650}
main{box-sizing:border-box;max-width:560px;width:calc(100% - 32px);margin:14vh auto 0;padding:28px 32px 30px;border:1px solid var(--rule);border-radius:8px;background:var(--surface-card)}
h1{margin:0 0 10px;font-size:20px;line-height:1.3}
p{margin:0;overflow-wrap:anywhere}`

/** The mark of the page's tab. */
const MARK =
  '<svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke-width="2.2" stroke-linejoin="round" aria-hidden="true">' +
  '<path d="M12 2.5 21.5 7.6 12 12.7 2.5 7.6Z" fill="#4f8df0"/><path d="M2.5 12.1 12 17.2l9.5-5.1" stroke="#7fb4ff"/>' +
  '<path d="M2.5 16.6 12 21.7l9.5-5.1" stroke="#87f5e7"/></svg>'

/** A page of one sentence, for where the application itself is not shown. It needs no session and loads nothing. */
export function sendSmallPage(response: ServerResponse, { status, title, sentence, reload = false }: SmallPage): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${reload ? '<meta http-equiv="refresh" content="0">' : ''}` +
      '<meta name="viewport" content="width=device-width, initial-scale=1">' +
      `<title>${escapeHtml(title)}</title><style nonce="${nonceOf(response)}">${STYLE}</style></head>` +
      `<body><header>${MARK}Slicescope</header>` +
      `<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p></main></body></html>`,
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
