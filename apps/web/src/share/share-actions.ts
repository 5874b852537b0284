import type { PictureRequest } from './picture-model.ts'
import { saveFile } from './save-file.ts'
import type { NamedFile, RecordedScope, ReportType } from './server-file.ts'

/** What only a server with a history can answer. */
const OF_HISTORY = [
  'report',
  'report-markdown',
  'recording',
  'journal-service',
  'journal-namespace',
  'journal-cluster',
] as const

/** What the share menu does, in its order; each has a key of its own while the menu is open. */
export const SHARE_ACTIONS = ['link', 'picture', 'png', 'svg', 'markdown', 'text', 'kubectl', ...OF_HISTORY] as const
export type ShareAction = (typeof SHARE_ACTIONS)[number]

interface Shown {
  readonly isRecording: boolean
  /** Only this page holds it: it came from a file, and no link leads there. */
  readonly isHeldHere: boolean
}

/** What can be taken from here. */
export function availableActions({ isRecording, isHeldHere }: Shown): readonly ShareAction[] {
  return SHARE_ACTIONS.filter(action => !(isRecording && isWorkedOut(action)) && !(isHeldHere && action === 'link'))
}

/** Whether the server goes through what it recorded for it, which takes a while. */
export function isWorkedOut(action: ShareAction): boolean {
  return OF_HISTORY.some(each => each === action)
}

interface ActionWords {
  readonly label: string
  readonly key: string
  readonly done: string
}

export const ACTION_WORDS: Readonly<Record<ShareAction, ActionWords>> = {
  link: { label: 'Copy link', key: 'l', done: 'Link copied' },
  picture: { label: 'Copy picture', key: 'p', done: 'Picture copied' },
  png: { label: 'Save PNG', key: 'n', done: 'PNG saved' },
  svg: { label: 'Save SVG', key: 'v', done: 'SVG saved' },
  markdown: { label: 'Copy for the postmortem', key: 'm', done: 'Markdown copied' },
  text: { label: 'Copy plain text', key: 't', done: 'Text copied' },
  kubectl: { label: 'Copy kubectl commands', key: 'k', done: 'Commands copied' },
  report: { label: 'Save incident report', key: 'i', done: 'Report saved' },
  'report-markdown': { label: 'Copy incident report', key: 'd', done: 'Report copied' },
  recording: { label: 'Save as one file', key: 'r', done: 'Recording saved' },
  'journal-service': { label: 'Save recording: this Service', key: 'f', done: 'Recording of the Service saved' },
  'journal-namespace': { label: 'Save recording: namespace', key: 'e', done: 'Recording of the namespace saved' },
  'journal-cluster': { label: 'Save recording: everything', key: 'a', done: 'Recording of the cluster saved' },
}

export function actionOfKey(key: string): ShareAction | undefined {
  return SHARE_ACTIONS.find(action => ACTION_WORDS[action].key === key.toLowerCase())
}

interface ShareRequest extends PictureRequest {
  /** The link to what the page shows. */
  readonly address: string
  /** What the strip shows, as a page in one file. */
  readonly recording: () => Promise<Blob>
  readonly report: (type: ReportType) => Promise<Blob>
  readonly journal: (scope: RecordedScope) => Promise<NamedFile>
}

/** Does it; the browser may refuse the clipboard, or a picture may be too large for it. */
export async function share(action: ShareAction, request: ShareRequest): Promise<void> {
  switch (action) {
    case 'link':
      return copyText(request.address)
    case 'picture':
      return copyLater(
        'image/png',
        pictures().then(({ picturePng }) => picturePng(request)),
      )
    case 'png':
      return saveFile(await (await pictures()).picturePng(request), nameOf(request, 'png'))
    case 'svg': {
      const svg = await (await pictures()).pictureSvg(request)
      return saveFile(new Blob([svg], { type: 'image/svg+xml' }), nameOf(request, 'svg'))
    }
    case 'markdown':
    case 'text':
    case 'kubectl':
      return copyLater(
        'text/plain',
        words().then(({ sharedWords }) => sharedWords(action, request)),
      )
    case 'report':
      return saveFile(await request.report('html'), `report-${nameOf(request, 'html')}`)
    case 'report-markdown':
      return copyLater(
        'text/plain',
        request.report('md').then(markdown => new Blob([markdown], { type: 'text/plain' })),
      )
    case 'recording':
      return saveFile(await request.recording(), nameOf(request, 'html'))
    case 'journal-service':
      return saveNamed(request.journal('service'))
    case 'journal-namespace':
      return saveNamed(request.journal('namespace'))
    case 'journal-cluster':
      return saveNamed(request.journal('cluster'))
    default:
      return action satisfies never
  }
}

async function saveNamed(file: Promise<NamedFile>): Promise<void> {
  const { blob, name } = await file
  saveFile(blob, name)
}

/** Drawing needs the fonts' outlines, which the page need not wait for. */
function pictures() {
  return import('./shared-picture.ts')
}

function words() {
  return import('./shared-words.ts')
}

function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text)
}

/** Given to the clipboard as a promise: Safari takes it only while the key press lasts. */
function copyLater(type: string, content: Promise<Blob>): Promise<void> {
  return navigator.clipboard.write([new ClipboardItem({ [type]: content })])
}

/** "checkout-shop-2026-11-24T03-26-10Z.png" */
function nameOf({ view: { service }, caption: { asOf } }: PictureRequest, extension: string): string {
  const moment = asOf.replace(/\.\d+/, '').replaceAll(':', '-')
  return `${service.name}-${service.namespace}-${moment}.${extension}`
}
