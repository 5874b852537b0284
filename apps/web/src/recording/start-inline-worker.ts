// Vite makes it from the worker's code.
// oxlint-disable-next-line import/default
import InlineWorker from './recording-worker.ts?worker&inline'

/** Starts the worker that holds recordings, whose code is a part of this file. */
export function startWorker(): Worker {
  return new InlineWorker()
}
