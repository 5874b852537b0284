import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gunzip, gzip, zstdCompress } from 'node:zlib'
import { joinedParts } from '@slicescope/answers'
import { escapeXml } from '@slicescope/picture'

const pack = promisify(gzip)
const unpack = promisify(gunzip)
const packLong = promisify(zstdCompress)

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

/** One file with page and data. It asks for nothing from anywhere: only its own scripts run, by their hashes. */
export async function recordingPage(
  recording: readonly Uint8Array[],
  { script, style }: BuiltPage,
  { title, sentence }: Words,
): Promise<string> {
  const packed = await pack(script, { level: constants.Z_BEST_COMPRESSION })
  const [heading, text] = [title, sentence].map(escapeXml)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf([UNPACK, script])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="description" content="${text}">
<title>${heading}</title>
<style>${style.replaceAll(/<(?=\/style)/gi, String.raw`\3c `)}</style>
</head>
<body>
<div id="root"><h1>${heading}</h1><p>${text}</p></div>
<script type="application/octet-stream" id="page">${packed.toString('base64')}</script>
<script type="application/octet-stream" id="recording">${(await packRecording(recording)).toString('base64')}</script>
<script>${UNPACK}</script>
</body>
</html>
`
}

/** All members as one, which `openBytes` reads: what they have in common is packed once. */
export async function packRecording(members: readonly Uint8Array[]): Promise<Buffer> {
  const texts: Buffer[] = []
  for (const member of members) texts.push(await unpack(member))
  // As bytes: a string of an hour's text would hold up everything else while it is encoded.
  const joined = Buffer.concat(joinedParts(texts))
  return packLong(joined, { pledgedSrcSize: joined.length, params: LONG })
}

/** Chunks repeat each other over megabytes. */
const LONG = {
  [constants.ZSTD_c_compressionLevel]: 13,
  [constants.ZSTD_c_windowLog]: 27,
  [constants.ZSTD_c_enableLongDistanceMatching]: 1,
}

/** Runs the page's script, which is in the file as gzip in base64: it is a third as long. */
const UNPACK = `(async () => {
  const bytes = Uint8Array.from(atob(document.querySelector('#page').textContent), letter => letter.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const script = document.createElement('script')
  script.textContent = await new Response(unpacked).text()
  document.body.append(script)
})().catch(() => {
  const hint = document.createElement('p')
  hint.textContent = 'This browser cannot open the recording: use a newer one.'
  document.querySelector('#root').append(hint)
})`

function policyOf(scripts: readonly string[]): string {
  const hashes = scripts.map(code => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    // The part of the page that reads the recording.
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
