import { type Grouping, type Marked, NEAR } from '@slicescope/picture'
import { createContext, useContext } from 'react'
import type { Selection } from '../url/place.ts'
import type { Light } from './use-light.ts'

/** A cell under the pointer or the keyboard's cursor. */
export interface HoveredCell {
  readonly backend: string
  /** Where to say so, in px of the window. */
  readonly x: number
  readonly y: number
}

/** What all parts of the picture share beside their own data. */
export interface PictureContextValue {
  readonly selection: Selection | null
  readonly grouping: Grouping
  readonly light: Light
  /** Keys of the backends that came or changed just now. */
  readonly glowing: ReadonlySet<string>
  readonly select: (selection: Selection | null) => void
  /** Opens a group, so that each of its backends is named, or closes it. */
  readonly toggleGroup: (key: string) => void
  readonly hover: (cell: HoveredCell | null) => void
  /** Device pixels that canvases give each CSS pixel. */
  readonly resolution: number
}

export const PictureContext = createContext<PictureContextValue | null>(null)

export function usePicture(): PictureContextValue {
  const picture = useContext(PictureContext)
  if (picture === null) throw new Error('a part of the picture outside of it')
  return picture
}

/** How a finding marks something that it names: `data-marked` of its element. */
export function markOf({ marked, isLoud }: Light, isNamed: (named: Marked['named']) => boolean) {
  if (marked === null || !isNamed(marked.named)) return undefined
  return isLoud ? 'loud' : 'quiet'
}

/** What choosing a whole group selects. */
export function groupSelection(grouping: Grouping, key: string): Selection | null {
  if (key === NEAR) return null
  switch (grouping) {
    case 'zone':
      return { kind: 'zone', key }
    case 'node':
      return key === '' ? null : { kind: 'node', key }
    case 'slice':
      // Backends of several slices stand in a group named "one + other"; names themselves hold no space.
      return key === '' || key.includes(' ') ? null : { kind: 'slice', key }
    case 'workload':
    case 'revision':
    case 'family':
    case 'state':
      return null
    default:
      return grouping satisfies never
  }
}

export function isSameSelection(a: Selection | null, b: Selection | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.key === b.key)
}
