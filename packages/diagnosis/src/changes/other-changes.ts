import { expectsPods } from '@slicescope/kubernetes'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { selectsLabels } from '../selectors/label-selector.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { refOf, serviceRef } from '../words/refs.ts'
import { isHandMade, sliceRef, slicesOf } from '../slices/slices.ts'
import { count } from '../words/words.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { watchedSince } from './watched-since.ts'
import type { Watched } from './watched.ts'
import { watchedText } from './watched-text.ts'

/** Of the Service itself, its ready count, hand-made slices, policies and autoscalers. */
export function otherChanges(source: ChangesCase): readonly ChangeDraft[] {
  return [
    ...ofService(source),
    ...ofReady(source),
    ...ofSlices(source),
    ...ofPolicies(source),
    ...ofAutoscalers(source),
  ]
}

function ofService({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const common = { kind: 'service', subject: serviceRef(c), resources: [] } as const
  const created = toTime(c.facts.creationTimestamp)
  return [
    ...watchedSince(c, 'service', from).map(watched => ({
      ...common,
      ...seen(watched),
      join: {
        touch: { type: 'field' as const, field: watched.field },
        words: `the edit of the Service's ${watched.field} (before: ${watched.from})`,
      },
    })),
    ...watchedSince(c, 'service-deleted', from).map(watched => ({ ...common, ...seen(watched) })),
    ...(created >= from
      ? [{ ...common, time: created, basis: 'object' as const, text: 'the Service was created' }]
      : []),
  ]
}

/** What a draft takes over of what was seen. */
function seen(watched: Watched) {
  const { time, last, steps = [] } = watched
  return { time, last, steps, basis: 'recorded' as const, text: watchedText(watched) }
}

function ofReady({ c, from }: ChangesCase): readonly ChangeDraft[] {
  return watchedSince(c, 'ready', from).map(watched => ({
    ...seen(watched),
    kind: 'ready',
    subject: serviceRef(c),
    resources: [],
  }))
}

function ofSlices({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const common = { kind: 'slice', resources: [] } as const
  return [
    ...watchedSince(c, 'slice', from).map(watched => ({
      ...common,
      ...seen(watched),
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: watched.name },
      count: watched.count,
    })),
    ...slicesOf(c)
      .filter(isHandMade)
      .flatMap(slice => {
        const { name, creationTimestamp } = slice.metadata
        const text = `EndpointSlice ${name} was created, not by the controller, with ${count(slice.endpoints.length, 'endpoint')} now`
        const time = toTime(creationTimestamp)
        return time >= from ? [{ ...common, time, basis: 'object' as const, subject: sliceRef(slice), text }] : []
      }),
  ]
}

function ofPolicies({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const common = { kind: 'network-policy', resources: ['pods', 'networkpolicies'] } as const
  const young = c
    .read('networkpolicies')
    .byIndex('namespace', c.namespace)
    .filter(({ metadata }) => toTime(metadata.creationTimestamp) >= from)
  const [pod] = young.length === 0 ? [] : matchedPods(c)
  return [
    ...watchedSince(c, 'network-policy', from).map(watched => ({
      ...common,
      ...seen(watched),
      subject: { kind: 'NetworkPolicy', namespace: c.namespace, name: watched.name },
    })),
    ...young
      .filter(({ spec }) => pod !== undefined && selectsLabels(spec?.podSelector, pod.metadata.labels))
      .map(policy => ({
        ...common,
        time: toTime(policy.metadata.creationTimestamp),
        basis: 'object' as const,
        subject: refOf('NetworkPolicy', policy),
        text: `NetworkPolicy ${policy.metadata.name} was created`,
      })),
  ]
}

function ofAutoscalers({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const common = { kind: 'autoscaler', resources: ['horizontalpodautoscalers', 'deployments', 'statefulsets'] } as const
  return [
    ...watchedSince(c, 'autoscaler', from).map(watched => ({
      ...common,
      ...seen(watched),
      subject: { kind: 'HorizontalPodAutoscaler', namespace: c.namespace, name: watched.name },
    })),
    ...c
      .read('horizontalpodautoscalers')
      .byIndex('namespace', c.namespace)
      .filter(({ metadata, spec }) => toTime(metadata.creationTimestamp) >= from && scalesOwn(c, spec.scaleTargetRef))
      .map(autoscaler => ({
        ...common,
        time: toTime(autoscaler.metadata.creationTimestamp),
        basis: 'object' as const,
        subject: refOf('HorizontalPodAutoscaler', autoscaler),
        text: `HorizontalPodAutoscaler ${autoscaler.metadata.name} was created`,
      })),
  ]
}

function scalesOwn(c: Case, { kind, name = '' }: { readonly kind?: string; readonly name?: string } = {}): boolean {
  const key = `${c.namespace}/${name}`
  const workload = kind === 'StatefulSet' ? c.read('statefulsets').get(key) : c.read('deployments').get(key)
  return expectsPods(c.service, workload?.spec.template?.metadata?.labels ?? {})
}
