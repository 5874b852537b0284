import { Suspense, useEffect, useRef, useState } from 'react'
import { later } from '../controls/later.tsx'
import type { PaletteProps } from './palette.tsx'

const Palette = later(async () => (await import('./palette.tsx')).Palette)

/** The palette. While its code is on its way there is the box already: what is typed meanwhile is not lost. */
export function Search(props: Omit<PaletteProps, 'typed'>) {
  const [typed, setTyped] = useState('')
  return (
    <Suspense fallback={<BoxAlone typed={typed} onTyped={setTyped} onClose={props.onClose} />}>
      <Palette {...props} typed={typed} />
    </Suspense>
  )
}

interface BoxAloneProps {
  readonly typed: string
  readonly onTyped: (typed: string) => void
  readonly onClose: () => void
}

function BoxAlone({ typed, onTyped, onClose }: BoxAloneProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="palette" aria-label="Search" onClose={onClose}>
      <input
        aria-label="Search everything"
        value={typed}
        onChange={event => onTyped(event.target.value)}
        spellCheck={false}
        autoComplete="off"
      />
    </dialog>
  )
}
