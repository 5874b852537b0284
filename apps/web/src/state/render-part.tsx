import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { render } from 'vitest-browser-react'
import { RecordingLibrary } from '../recording/recording-library.ts'
import { startWorker } from '../recording/start-worker.ts'
import { LiveStore } from '../stream/live-store.ts'
import { ThemeStore } from '../theme/theme-store.ts'
import { PlaceStore } from '../url/place-store.ts'
import { Clock } from './clock.ts'
import { Spotlight } from './spotlight.ts'
import { type Stores, StoresContext } from './stores.ts'
import '../styles/index.css'

/** Renders a part of the page among real stores whose clock stands at `now`, in ms; answers the stores too. */
export async function renderPart(part: ReactNode, { now }: { readonly now: number }) {
  const location = { pathname: '/c/prod/ns/shop/svc/checkout', search: '' }
  const history = { pushState: () => {}, replaceState: () => {} }
  const stores: Stores = {
    theme: new ThemeStore(),
    place: new PlaceStore({ location, history, addEventListener: () => {} }),
    live: new LiveStore({
      send: () => {},
      now: () => now,
      atNextFrame: callback => requestAnimationFrame(callback),
      onOutdated: () => {},
    }),
    clock: new Clock(() => now),
    spotlight: new Spotlight(),
    recordings: new RecordingLibrary(startWorker, null),
  }
  const client = new QueryClient()
  const wrap = (inner: ReactNode) => (
    <QueryClientProvider client={client}>
      <StoresContext value={stores}>
        <div style={{ display: 'flex', flexDirection: 'column', width: 420, height: 560 }}>{inner}</div>
      </StoresContext>
    </QueryClientProvider>
  )
  const { rerender } = await render(wrap(part))
  return { stores, show: (next: ReactNode) => rerender(wrap(next)) }
}
