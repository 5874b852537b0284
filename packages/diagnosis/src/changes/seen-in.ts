import {
  type DaemonSet,
  type Deployment,
  type Delta,
  type HorizontalPodAutoscaler,
  type ReplicaSet,
  type ResourceDelta,
  type StatefulSet,
  unreachable,
} from '@slicescope/model'
import { isOwned } from '../workloads/wanted.ts'
import { imagesText } from './images.ts'
import { seenOfNode } from './seen-of-node.ts'
import { seenOfPod } from './seen-of-pod.ts'
import { seenOfService } from './seen-of-service.ts'
import { seenOfSlice } from './seen-of-slice.ts'
import { isShown } from './shown-delta.ts'
import type { Seen } from './watched.ts'

/**
 * What a Delta shows to have happened to the Services that it concerns (see concerns). An `added` object shows nothing:
 * it may have been there before we looked, and its own times tell.
 */
export function seenIn(delta: ResourceDelta): readonly Seen[] {
  if (!isShown(delta)) return []
  switch (delta.resource) {
    case 'services':
      return seenOfService(delta)
    case 'endpointslices':
      return seenOfSlice(delta)
    case 'pods':
      return seenOfPod(delta)
    case 'nodes':
      return seenOfNode(delta)
    case 'deployments':
      return [...seenOfScale('Deployment', delta), ...seenOfRevision(delta)]
    case 'replicasets':
      return isOwned(delta.object) ? [] : seenOfScale('ReplicaSet', delta)
    case 'statefulsets':
      return [...seenOfScale('StatefulSet', delta), ...seenOfTemplate('StatefulSet', delta), ...seenOfUpdate(delta)]
    case 'daemonsets':
      return seenOfTemplate('DaemonSet', delta)
    case 'networkpolicies':
      if (delta.type === 'added') return []
      return [
        {
          type: 'network-policy',
          name: delta.object.metadata.name,
          what: delta.type === 'updated' ? 'edited' : 'deleted',
        },
      ]
    case 'horizontalpodautoscalers':
      return seenOfAutoscaler(delta)
    default:
      return unreachable(delta)
  }
}

function refOf(
  kind: string,
  { metadata }: { readonly metadata: { readonly namespace: string; readonly name: string } },
) {
  return { kind, namespace: metadata.namespace, name: metadata.name }
}

function seenOfScale(kind: string, delta: Delta<Deployment | ReplicaSet | StatefulSet>): readonly Seen[] {
  if (delta.type !== 'updated') return []
  const { replicas: from = 1 } = delta.previous.spec
  const { replicas: to = 1 } = delta.object.spec
  return from === to ? [] : [{ type: 'scaling', workload: refOf(kind, delta.object), from, to }]
}

const REVISION = 'deployment.kubernetes.io/revision'

/** The number rises with a new template, and with one that is taken up again. */
function seenOfRevision(delta: Delta<Deployment>): readonly Seen[] {
  if (delta.type !== 'updated') return []
  const from = delta.previous.metadata.annotations[REVISION]
  const revision = delta.object.metadata.annotations[REVISION] ?? ''
  if (revision === '' || from === undefined || from === revision) return []
  return [{ type: 'rollout', workload: refOf('Deployment', delta.object), revision, hash: '', images: '' }]
}

function seenOfTemplate(kind: string, delta: Delta<StatefulSet | DaemonSet>): readonly Seen[] {
  if (delta.type !== 'updated') return []
  const images = imagesText(delta.previous.spec.template?.spec, delta.object.spec.template?.spec)
  if (images === '') return []
  return [{ type: 'rollout', workload: refOf(kind, delta.object), revision: '', hash: '', images }]
}

/** A revision is named after the StatefulSet, and is the label of its pods. */
function seenOfUpdate(delta: Delta<StatefulSet>): readonly Seen[] {
  if (delta.type !== 'updated') return []
  const from = delta.previous.status?.updateRevision
  const revision = delta.object.status?.updateRevision ?? ''
  if (revision === '' || from === undefined || from === revision) return []
  return [{ type: 'rollout', workload: refOf('StatefulSet', delta.object), revision, hash: revision, images: '' }]
}

function seenOfAutoscaler(delta: Delta<HorizontalPodAutoscaler>): readonly Seen[] {
  if (delta.type === 'added') return []
  const { name } = delta.object.metadata
  if (delta.type === 'deleted') return [{ type: 'autoscaler', name, field: '', from: 0, to: 0 }]
  const before = numbersOf(delta.previous)
  const after = numbersOf(delta.object)
  return (['minReplicas', 'maxReplicas', 'desiredReplicas'] as const)
    .filter(field => before[field] !== after[field])
    .map(field => ({ type: 'autoscaler', name, field, from: before[field], to: after[field] }))
}

function numbersOf({ spec, status }: HorizontalPodAutoscaler) {
  return {
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas ?? 0,
    desiredReplicas: status?.desiredReplicas ?? 0,
  }
}
