import type { ServiceView } from '@slicescope/view'
import { GROUP_WIDTH, SLICE_WIDTH, SLICES_X } from './measures.ts'
import type { Placeholder } from './positioned-graph.ts'

interface Words {
  readonly title: string
  readonly note: string
}

const HEIGHT = 96

export function slicePlaceholder(view: ServiceView, middle: number): Placeholder {
  return { x: SLICES_X, y: middle - HEIGHT / 2, width: SLICE_WIDTH, height: HEIGHT, ...sliceWords(view) }
}

export function groupPlaceholder(view: ServiceView, { x, middle }: { x: number; middle: number }): Placeholder {
  return { x, y: middle - HEIGHT / 2, width: GROUP_WIDTH, height: HEIGHT, ...groupWords(view) }
}

function sliceWords({ health }: ServiceView): Words {
  if (health === 'unknown') return { title: 'Slices not known', note: 'They could not be read.' }
  if (health === 'external') return { title: 'No slices', note: 'ExternalName Services have none.' }
  if (health === 'unmanaged') return { title: 'No slices', note: 'The Service has no selector.' }
  return { title: 'No slices', note: 'No slice has the label of this Service.' }
}

/** Why there is no backend. */
export function groupWords({ health, service }: ServiceView): Words {
  if (health === 'unknown') return { title: 'Backends not known', note: 'The slices are not read yet.' }
  if (health === 'external') return { title: 'DNS answers with another name', note: service.externalName ?? '' }
  if (health === 'unmanaged') return { title: 'No backends', note: 'The Service has no selector and no slice.' }
  return { title: 'No backends', note: 'No slice lists an endpoint, so nothing answers.' }
}
