import '@xyflow/react/dist/base.css'
import './styles/index.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { answerRecorded } from './recording/answer-recorded.ts'
import { addLatinFonts } from './recording/latin-fonts.ts'
import { fileAddress } from './recording/file-address.ts'
import { readEmbedded } from './recording/read-embedded.ts'
import { recordedLive } from './recording/recorded-live.ts'
import { RecordedPage } from './recording/recorded-page.ts'
import { answerFrom } from './session/page-fetch.ts'
import { Clock } from './state/clock.ts'
import { Spotlight } from './state/spotlight.ts'
import { type Stores, StoresContext } from './state/stores.ts'
import { ThemeStore } from './theme/theme-store.ts'
import { loadPictureFonts } from './theme/use-fonts-ready.ts'
import { formatMoment } from './url/moment.ts'
import { type Range, RANGES } from './url/place.ts'
import { PlaceStore } from './url/place-store.ts'
import { RANGE_MS } from './url/range.ts'

/** The page of one recorded Service, in a file without a server. */
function open(page: RecordedPage, root: Element): void {
  answerFrom(answerRecorded(page))
  const { cluster, service } = page.header
  const place = new PlaceStore(fileAddress(globalThis.window), formatMoment(page.to))
  if (place.getSnapshot().service === null)
    place.replace({ cluster: cluster.slug, service, at: formatMoment(page.worst()), range: rangeOf(page) })
  const stores: Stores = {
    theme: new ThemeStore(),
    place,
    live: recordedLive(page),
    // Nothing gets older.
    clock: new Clock(() => page.to),
    spotlight: new Spotlight(),
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

/** The shortest that shows all of it. */
function rangeOf({ from, to }: RecordedPage): Range {
  return RANGES.find(range => RANGE_MS[range] >= to - from) ?? '7d'
}

const root = document.querySelector('#root')
if (root === null) throw new Error('The file has no #root.')
addLatinFonts()
void loadPictureFonts()
readEmbedded()
  .then(recorded => open(new RecordedPage(recorded), root))
  .catch((error: unknown) => {
    root.textContent = error instanceof Error ? error.message : 'This recording cannot be read.'
  })
