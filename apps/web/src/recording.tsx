import '@xyflow/react/dist/base.css'
import './styles/index.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { loadSoon } from './controls/later.tsx'
import { fileAddress } from './recording/file-address.ts'
import { addLatinFonts } from './recording/latin-fonts.ts'
import { placeOfRecording } from './recording/place-of-recording.ts'
import { readEmbedded } from './recording/read-embedded.ts'
import { RecordingLibrary } from './recording/recording-library.ts'
import { startWorker } from './recording/start-worker.ts'
import { answerFrom } from './session/page-fetch.ts'
import { Clock } from './state/clock.ts'
import { Spotlight } from './state/spotlight.ts'
import { type Stores, StoresContext } from './state/stores.ts'
import { createLiveStore } from './stream/create-live-store.ts'
import { connectOwnHub } from './stream/own-hub.ts'
import { ThemeStore } from './theme/theme-store.ts'
import { loadPictureFonts } from './theme/use-fonts-ready.ts'
import { PlaceStore } from './url/place-store.ts'

/** The page of a recording that is in the same file: a worker answers instead of a server. */
async function open(root: Element): Promise<void> {
  const recordings = new RecordingLibrary(startWorker, null)
  const given = { content: new Blob([readEmbedded()]), name: document.title, modified: Date.now() }
  const opened = await recordings.open(given, [])
  answerFrom(recordings.alone)
  const place = new PlaceStore(fileAddress(globalThis.window))
  if (place.getSnapshot().cluster === null) place.replace(await placeOfRecording(opened, recordings.alone))
  const stores: Stores = {
    theme: new ThemeStore(),
    place,
    live: createLiveStore(onEvent => connectOwnHub(onEvent, recordings.alone)),
    clock: new Clock(() => Date.now()),
    spotlight: new Spotlight(),
    recordings,
  }
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } })}>
        <StoresContext value={stores}>
          <App />
        </StoresContext>
      </QueryClientProvider>
    </StrictMode>,
  )
}

const root = document.querySelector('#root')
if (root === null) throw new Error('The file has no #root.')
addLatinFonts()
void loadPictureFonts()
loadSoon()
open(root).catch((error: unknown) => {
  root.textContent = `Cannot open this recording: ${error instanceof Error ? error.message : 'it cannot be read'}.`
})
