import { FATE_WORDS, type CellFate } from './compare-cells.ts'

/** px; a glyph is drawn within 14. */
const SIZE = 14

/**
 * A shape each, so that colour never speaks alone: lost points down, gained up, gone is a dashed ghost, new is a ring
 * with a dot, moved points aside; what is as it was is small.
 */
export function FateGlyph({ fate, named = false }: { readonly fate: CellFate; readonly named?: boolean }) {
  const { label } = FATE_WORDS[fate]
  return (
    <svg
      className={`fate fate-${fate}`}
      width={SIZE}
      height={SIZE}
      viewBox="0 0 14 14"
      {...(named ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {shapeOf(fate)}
    </svg>
  )
}

function shapeOf(fate: CellFate) {
  switch (fate) {
    case 'lost':
      return (
        <>
          <circle cx="7" cy="7" r="6.5" />
          <path d="M7 3.2v7M4 7.4l3 3 3-3" />
        </>
      )
    case 'gained':
      return (
        <>
          <circle cx="7" cy="7" r="6.2" />
          <path d="M7 10.8v-7M4 6.6l3-3 3 3" />
        </>
      )
    case 'gone':
      return <circle cx="7" cy="7" r="5.6" strokeDasharray="2.4 2" />
    case 'new':
      return (
        <>
          <circle cx="7" cy="7" r="5.8" />
          <circle cx="7" cy="7" r="2.4" className="fate-dot" />
        </>
      )
    case 'moved':
      return <path d="M2 7h9M7.5 3.5 11 7l-3.5 3.5" />
    case 'not-ready':
      return <path d="M4 4l6 6M10 4l-6 6" />
    case 'ready':
      return <circle cx="7" cy="7" r="3.4" />
    default:
      return fate satisfies never
  }
}
