import type { ServiceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'

/** Backends that a selection is about; null where all are shown alike. */
export function litBackends(view: ServiceView, selection: Selection | null): ReadonlySet<string> | null {
  if (selection === null) return null
  switch (selection.kind) {
    case 'slice':
      return keysOf(view, ({ slices }) => slices.includes(selection.key))
    case 'node':
      return keysOf(view, ({ nodeName }) => nodeName === selection.key)
    case 'zone':
    case 'pod':
      return null
    default:
      return selection.kind satisfies never
  }
}

function keysOf(view: ServiceView, isLit: (backend: ServiceView['backends'][number]) => boolean): ReadonlySet<string> {
  return new Set(view.backends.filter(isLit).map(({ key }) => key))
}
