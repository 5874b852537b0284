import type { FindingView, ServiceView } from '@slicescope/view'
import { usePlaceStore } from '../state/stores.ts'
import type { Selection } from '../url/place.ts'

type ObjectRef = FindingView['subject']

interface ObjectLinkProps {
  readonly view: ServiceView
  readonly object: ObjectRef
  /** One of several of a kind: its name alone. */
  readonly isKindSaid?: boolean
}

/** An object's kind and name; one that stands in the picture can be chosen. */
export function ObjectLink({ view, object, isKindSaid = false }: ObjectLinkProps) {
  const store = usePlaceStore()
  const selection = selectionOf(view, object)
  return (
    <>
      {!isKindSaid && `${object.kind} `}
      {selection === null ? (
        <code>
          <bdi>{object.name}</bdi>
        </code>
      ) : (
        <button type="button" className="link mono" onClick={() => store.go({ selection })}>
          <bdi>{object.name}</bdi>
        </button>
      )}
    </>
  )
}

function selectionOf(view: ServiceView, { kind, namespace, name }: ObjectRef): Selection | null {
  switch (kind) {
    case 'Pod': {
      const pod = [...view.pods, ...view.absentPods].find(each => each.name === name && each.namespace === namespace)
      return pod === undefined ? null : { kind: 'pod', key: pod.key }
    }
    case 'EndpointSlice':
      return view.slices.some(({ key }) => key === name) ? { kind: 'slice', key: name } : null
    case 'Node':
      return view.backends.some(({ nodeName }) => nodeName === name) ? { kind: 'node', key: name } : null
    default:
      return null
  }
}
