import { X } from 'lucide-react'
import { usePlaceStore } from '../state/stores.ts'
import type { Light } from './use-light.ts'

/** Says why a part of the picture steps back, wherever the details stand, and ends it. */
export function LightNote({ note }: { readonly note: Light['note'] }) {
  const store = usePlaceStore()
  if (note === null) return null
  return (
    <p className="light-note">
      <span className="clip" title={note.text}>
        {note.text}
      </span>
      <button type="button" aria-label="Show all alike" onClick={() => store.go(note.end)}>
        <X size={13} aria-hidden />
      </button>
    </p>
  )
}
