import {
  advanceOverview,
  advanceService,
  type Ages,
  type Overview,
  type OverviewStep,
  overviewState,
  type ServiceStep,
  serviceState,
  stepOverview,
  stepService,
  type TopicName,
  topicName,
  type TopicState,
} from '@slicescope/protocol'
import type { Changed, ClusterView, Rights, Scope, ServiceView } from '@slicescope/view'

/** How a topic of the stream is read from a view, and how what is new in it is found. */
export interface TopicSource<V, S> {
  readonly name: TopicName
  readonly read: (now: number) => V
  readonly make: (value: V) => TopicState<V>
  readonly step: (before: V, after: V) => S | null
  readonly advance: (state: TopicState<V>, step: S) => TopicState<V> | undefined
  readonly isTouchedBy: (changed: Changed) => boolean
  readonly ages: () => Ages
  /** The view need not keep it any more. */
  readonly close: () => void
}

interface ReadFrom {
  readonly view: ClusterView
  readonly rights: Rights
}

export function overviewSource(namespace: string, { view, rights }: ReadFrom): TopicSource<Overview, OverviewStep> {
  const isInScope = (key: string) => namespace === '*' || key.startsWith(`${namespace}/`)
  return {
    name: topicName({ type: 'overview', namespace }),
    read: () => ({ services: view.rows(namespace, rights), freshness: view.freshness({ namespace }) }),
    make: overviewState,
    step: stepOverview,
    advance: advanceOverview,
    isTouchedBy: ({ rows, watches }) => watches || [...rows].some(isInScope),
    ages: () => agesOf(view, { namespace }),
    close: () => {},
  }
}

export function serviceSource(key: string, { view, rights }: ReadFrom): TopicSource<ServiceView | null, ServiceStep> {
  view.open(key)
  return {
    name: topicName({ type: 'service', key }),
    read: now => view.serviceView(key, now, rights) ?? null,
    make: serviceState,
    step: stepService,
    advance: advanceService,
    // A row that goes or comes is a Service that goes or comes.
    isTouchedBy: ({ services, rows, watches }) => watches || services.has(key) || rows.has(key),
    ages: () => agesOf(view, { service: key }),
    close: () => view.close(key),
  }
}

function agesOf(view: ClusterView, scope: Scope): Ages {
  const { heard, progressed, verified } = view.freshness(scope)
  return { heard, progressed, verified }
}
