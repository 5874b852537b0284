import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '@xyflow/react/dist/base.css'
import './styles/index.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { loadSoon } from './controls/later.tsx'
import { Clock } from './state/clock.ts'
import { Spotlight } from './state/spotlight.ts'
import { type Stores, StoresContext } from './state/stores.ts'
import { hasKeptMark } from './recording/kept-mark.ts'
import { RecordingLibrary } from './recording/recording-library.ts'
import { startWorker } from './recording/start-worker.ts'
import { createOwnFetch } from './session/own-fetch.ts'
import { answerFrom } from './session/page-fetch.ts'
import { adoptToken, currentToken } from './session/session-token.ts'
import { beside } from './stream/beside.ts'
import { connectHub } from './stream/connect-hub.ts'
import { createLiveStore } from './stream/create-live-store.ts'
import { topicsOf } from './stream/topics-of.ts'
import { connectOwnHub } from './stream/own-hub.ts'
import { ThemeStore } from './theme/theme-store.ts'
import { loadPictureFonts } from './theme/use-fonts-ready.ts'
import { PlaceStore } from './url/place-store.ts'

adoptToken()
const recordings = new RecordingLibrary(
  startWorker,
  async () => new (await import('./recording/kept-files.ts')).KeptFiles(),
)
answerFrom(recordings.besides(createOwnFetch(currentToken)))
const stores: Stores = {
  theme: new ThemeStore(),
  place: new PlaceStore(globalThis.window),
  live: createLiveStore(onEvent =>
    beside({
      others: connectHub(onEvent),
      own: connectOwnHub(onEvent, recordings.alone),
      isOwn: cluster => recordings.has(cluster),
    }),
  ),
  clock: new Clock(() => Date.now()),
  spotlight: new Spotlight(),
  recordings,
}
document.addEventListener('visibilitychange', () => stores.clock.tick())
void loadPictureFonts()
loadSoon()

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')
// Not awaited here: what is loaded later may import what is in this file, and would wait for its end.
const start = () => show(root)
// The page comes also where what was kept does not.
if (hasKeptMark()) void recordings.restore().then(start, start)
else start()

function show(element: Element): void {
  // The data come while the page is still being made.
  const { cluster, service } = stores.place.getSnapshot()
  if (cluster !== null) stores.live.watch(cluster, topicsOf(service))
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <StoresContext value={stores}>
          <App />
        </StoresContext>
      </QueryClientProvider>
    </StrictMode>,
  )
}
