// First: see there.
import './without-eval.ts'
import { MOST_TEXT, type OpenedFile, RecordingShelf, TOO_LARGE } from '@slicescope/answers'
import { BROWSER_PACKING } from './browser-packing.ts'
import { isRequest, type WorkerReply, type WorkerRequest } from './worker-messages.ts'

/** The worker that reads files and answers about them: what is in them stays in this browser. */
const shelf = new RecordingShelf({
  packing: BROWSER_PACKING,
  timers: {
    now: () => Date.now(),
    after: (ms, task) => {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
  },
})

globalThis.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isRequest(data)) void serve(data)
})

async function serve(request: WorkerRequest): Promise<void> {
  const { id } = request
  try {
    if (request.type === 'open') reply({ id, type: 'opened', opened: await open(request) })
    else reply({ id, type: 'answered', answer: await shelf.answer(request.address) })
  } catch (error) {
    reply({ id, type: 'failed', problem: error instanceof Error ? error.message : String(error) })
  }
}

type Opening = Extract<WorkerRequest, { readonly type: 'open' }>

async function open({ file: { content, ...named }, taken }: Opening): Promise<OpenedFile | string> {
  if (content.size > MOST_TEXT) return TOO_LARGE
  return shelf.open({ ...named, bytes: new Uint8Array(await content.arrayBuffer()) }, taken)
}

function reply(message: WorkerReply): void {
  // A worker's page has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  globalThis.postMessage(message)
}
