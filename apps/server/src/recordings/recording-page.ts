import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { escapeXml } from '@slicescope/picture'
import type { RecordedService } from './record-service.ts'

const pack = promisify(gzip)

/** What the built page of recordings consists of. */
interface BuiltPage {
  readonly script: string
  readonly style: string
}

/** null where it is not built. */
export async function readBuiltPage(webFolder: string): Promise<BuiltPage | null> {
  try {
    const folder = join(webFolder, 'recording')
    const [script, style] = await Promise.all(['page.js', 'page.css'].map(name => readFile(join(folder, name), 'utf8')))
    return script === undefined || style === undefined ? null : { script, style }
  } catch {
    return null
  }
}

/** What stands in the file as text, for search, previews and where scripts are off. */
interface Words {
  readonly title: string
  readonly sentence: string
}

/** One file with page and data. It asks for nothing from anywhere: only its own script runs, by its hash. */
export async function recordingPage(
  { lines }: RecordedService,
  { script, style }: BuiltPage,
  { title, sentence }: Words,
): Promise<string> {
  const data = (await pack(lines.join('\n'))).toString('base64')
  // Within a script element only its end tag, and what begins a comment, is markup.
  const code = script.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`)
  const [heading, text] = [title, sentence].map(escapeXml)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="description" content="${text}">
<title>${heading}</title>
<style>${style.replaceAll(/<(?=\/style)/gi, String.raw`\3c `)}</style>
</head>
<body>
<div id="root"><h1>${heading}</h1><p>${text}</p></div>
<script type="application/octet-stream" id="recording">${data}</script>
<script>${code}</script>
</body>
</html>
`
}

function policyOf(code: string): string {
  const hash = createHash('sha256').update(code).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
