import type { ReactNode } from 'react'
import { useLive } from '../state/stores.ts'

/** The middle of the page; `data-watermark` tells which state of the stream it shows. */
export function MainFrame({ children }: { readonly children: ReactNode }) {
  const watermark = useLive(live => live.stream.watermark)
  const resets = useLive(live => live.digestResets)
  return (
    <main className="main" data-watermark={watermark ?? ''} data-digest-resets={resets}>
      {children}
    </main>
  )
}
