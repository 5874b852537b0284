/** Starts the worker that holds recordings, which comes from the page's own server. */
export function startWorker(): Worker {
  // Vite finds workers by this very form.
  return new Worker(new URL('./recording-worker.ts', import.meta.url), { type: 'module' })
}
