import type { BackendView, NearMissView, PodView, ServiceView, SliceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'

/** A backend with its pod, as far as each is known, or a pod that the selector nearly matches; never all null. */
export interface SelectedPod {
  readonly backend: BackendView | null
  readonly pod: PodView | null
  readonly near: NearMissView | null
}

/** What a selection means in a view. `gone`: it named something that is not there (any more). */
export type Selected =
  | { readonly kind: 'service' }
  | { readonly kind: 'slice'; readonly slice: SliceView }
  | { readonly kind: 'zone'; readonly zone: string | null }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'pod'; readonly name: string; readonly selected: SelectedPod }
  | { readonly kind: 'gone'; readonly what: string }

export function findSelected(view: ServiceView, selection: Selection | null): Selected {
  if (selection === null) return { kind: 'service' }
  switch (selection.kind) {
    case 'slice': {
      const slice = view.slices.find(({ key }) => key === selection.key)
      return slice === undefined ? gone(selection) : { kind: 'slice', slice }
    }
    case 'zone':
      return hasZone(view, selection.key)
        ? { kind: 'zone', zone: selection.key === '' ? null : selection.key }
        : gone(selection)
    case 'node':
      return [...view.backends, ...view.absentPods, ...view.nearMisses].some(
        ({ nodeName }) => nodeName === selection.key,
      )
        ? { kind: 'node', name: selection.key }
        : gone(selection)
    case 'pod':
      return findPod(view, selection)
    default:
      return selection.kind satisfies never
  }
}

/** Whether it is a zone of the picture, where absent pods stand in the zones of their nodes. */
function hasZone({ zones, nodes, absentPods }: ServiceView, key: string): boolean {
  if (zones.some(zone => zone.key === key)) return true
  const nodeZones = new Map(nodes.map(({ name, zone }) => [name, zone]))
  return absentPods.some(({ nodeName }) => (nodeZones.get(nodeName ?? '') ?? '') === key)
}

function findPod(view: ServiceView, selection: Selection): Selected {
  const backend = view.backends.find(({ key }) => key === selection.key) ?? null
  const pod = [...view.pods, ...view.absentPods].find(({ key }) => key === selection.key) ?? null
  const near = view.nearMisses.find(({ key }) => key === selection.key) ?? null
  const name = pod?.name ?? backend?.name ?? near?.name
  return name === undefined ? gone(selection) : { kind: 'pod', name, selected: { backend, pod, near } }
}

function gone({ kind, key }: Selection): Selected {
  return { kind: 'gone', what: kind === 'pod' ? 'That backend' : `${KIND_WORDS[kind]} ${key}` }
}

const KIND_WORDS = { slice: 'Slice', zone: 'Zone', node: 'Node' }
