import { type KeyboardEvent, useState } from 'react'

interface Cursor {
  /** The index of the item that the cursor is on; 0 where there is none. */
  readonly at: number
  readonly handleKey: (event: KeyboardEvent) => void
  /** Goes back to the first item. */
  readonly reset: () => void
}

/** The cursor of a combobox over `items`: arrow keys move it around, Enter chooses. */
export function useCursor<T>(items: readonly T[], choose: (item: T) => void): Cursor {
  const [cursor, setCursor] = useState(0)
  const at = Math.min(cursor, Math.max(0, items.length - 1))
  const item = items[at]
  const handleKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setCursor((at + step + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter' && item !== undefined) choose(item)
    else return
    event.preventDefault()
  }
  return { at, handleKey, reset: () => setCursor(0) }
}
