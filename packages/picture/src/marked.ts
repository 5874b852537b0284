import type { FindingView, ServiceView } from '@slicescope/view'
import type { GroupBox, NodeBox } from './positioned-graph.ts'

/** What a finding is about in the picture. */
export interface Marked {
  /** Keys of backends and absent pods: whose loss it explains, or who is named in its evidence. */
  readonly cells: ReadonlySet<string>
  /** Those among them that do not look lost: ready ones, and pods that are in no slice. */
  readonly quietCells: ReadonlySet<string>
  /** Slices that list any of the cells, and those named. */
  readonly slices: ReadonlySet<string>
  /** Named themselves. */
  readonly named: {
    readonly service: boolean
    readonly slices: ReadonlySet<string>
    readonly nodes: ReadonlySet<string>
  }
}

/** More outlines than this say nothing. */
const MOST_OUTLINED = 100

/** So few are outlined each while their finding is pointed at, also where nothing is left that could step back. */
const FEW = 12

/** Whose cells get an outline. */
export function outlinedCells({ cells, quietCells }: Marked, isLoud: boolean): ReadonlySet<string> {
  return isLoud && cells.size <= FEW ? cells : quietCells
}

/** The nodes of a group that get an outline. */
export function outlinedNodes(group: GroupBox, marked: Marked, isLoud: boolean): readonly NodeBox[] {
  return isMarkedWhole(group, marked, isLoud) ? [] : namedNodes(group, marked)
}

/** A group whose nodes are all down, and named, carries one quiet mark for them all. */
export function isMarkedWhole(group: GroupBox, marked: Marked, isLoud: boolean): boolean {
  return !isLoud && group.notReadyNode && namedNodes(group, marked).length > 1
}

function namedNodes({ nodes }: GroupBox, { named }: Marked): readonly NodeBox[] {
  return nodes.filter(({ name }) => name !== null && named.nodes.has(name))
}

/** The objects of a finding, as far as the picture has them. Nothing is concluded here: the finding names them. */
export function markedBy(view: ServiceView, finding: FindingView): Marked {
  const objects = objectsOf(view, finding)
  const own = new Set([...explained(view, finding), ...objects.pods])
  const cells = own.size > 0 ? own : new Set(cellsOf(view, objects))
  const onSlices = view.backends.filter(({ key }) => cells.has(key)).flatMap(({ slices }) => slices)
  const quiet = notLost(view, cells)
  return {
    cells,
    quietCells: new Set(quiet.length > MOST_OUTLINED ? [] : quiet),
    slices: new Set([...onSlices, ...objects.slices]),
    named: { ...objects, nodes: wholeNodes(view, objects.nodes, cells) },
  }
}

/** What is marked at all times: of the first finding, unless it is no more than a remark. */
export function quietlyMarked(view: ServiceView): Marked | null {
  const [first] = view.findings
  return first === undefined || first.severity === 'info' ? null : markedBy(view, first)
}

/** Whether there is anything to see of it. */
export function isMarking({ cells, named }: Marked): boolean {
  return cells.size > 0 || named.service || named.slices.size > 0 || named.nodes.size > 0
}

/** Evidence names the first of many: with one Node that is not Ready stand all such under the cells. */
function wholeNodes(
  { nodes, backends }: ServiceView,
  named: ReadonlySet<string>,
  cells: ReadonlySet<string>,
): ReadonlySet<string> {
  const down = new Set(nodes.flatMap(({ key, ready }) => (ready === false ? [key] : [])))
  if (![...named].some(key => down.has(key))) return named
  const under = backends.flatMap(({ key, nodeName }) =>
    nodeName !== null && cells.has(key) && down.has(nodeName) ? [nodeName] : [],
  )
  return new Set([...named, ...under])
}

function objectsOf(view: ServiceView, { subject, evidence }: FindingView) {
  const { namespace, name } = view.service
  // A pod of the same name in another namespace is another pod.
  const named = [subject, ...evidence.map(({ object }) => object)].filter(
    object => object.namespace === null || object.namespace === namespace,
  )
  const keysOf = (kind: string, known: readonly { readonly key: string; readonly name: string }[]) => {
    const names = new Set(named.flatMap(each => (each.kind === kind ? [each.name] : [])))
    return new Set(known.filter(each => names.has(each.name)).map(({ key }) => key))
  }
  const pods = [...view.pods, ...view.absentPods].filter(pod => pod.namespace === namespace)
  const near = keysOf('Pod', view.nearMisses)
  return {
    // Every finding is about the Service; it is named where a field of its own was compared.
    service: evidence.some(({ object }) => object.kind === 'Service' && object.name === name),
    slices: keysOf('EndpointSlice', view.slices),
    nodes: keysOf('Node', view.nodes),
    // Evidence names the first of those that nearly match.
    pods: new Set([...keysOf('Pod', pods), ...(near.size > 0 ? view.nearMisses.map(({ key }) => key) : [])]),
  }
}

function explained({ backends, absentPods }: ServiceView, { broken }: FindingView): readonly string[] {
  if (broken !== 'all') return broken
  const lost = backends.filter(
    ({ ready, state }) => !ready && state !== 'terminating' && state !== 'serving-terminating',
  )
  return [...lost, ...absentPods].map(({ key }) => key)
}

/** On the nodes that are named; else in the slices. */
function cellsOf(
  { backends, absentPods }: ServiceView,
  { nodes, slices }: { readonly nodes: ReadonlySet<string>; readonly slices: ReadonlySet<string> },
): readonly string[] {
  if (nodes.size > 0)
    return [...backends, ...absentPods]
      .filter(({ nodeName }) => nodeName !== null && nodes.has(nodeName))
      .map(({ key }) => key)
  return backends.filter(backend => backend.slices.some(slice => slices.has(slice))).map(({ key }) => key)
}

/** A port of the Service lacks what its entries call ready; an absent pod is an outline at most. */
function notLost({ backends, absentPods, nearMisses }: ServiceView, cells: ReadonlySet<string>): readonly string[] {
  const quiet = [...backends.filter(({ state }) => state === 'ready'), ...absentPods, ...nearMisses]
  return quiet.map(({ key }) => key).filter(key => cells.has(key))
}
