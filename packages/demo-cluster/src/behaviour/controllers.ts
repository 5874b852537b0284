import type { Storage } from '../api/storage.ts'
import { Cluster } from './cluster.ts'
import { DaemonSetController } from './daemon-set-controller.ts'
import { DeploymentController } from './deployment-controller.ts'
import { DisruptionController } from './disruption-controller.ts'
import { EndpointsController } from './endpoints-controller.ts'
import { GarbageCollector } from './garbage-collector.ts'
import { JobController } from './job-controller.ts'
import { Kubelet } from './kubelet.ts'
import { LoadBalancers } from './load-balancers.ts'
import { MirrorController } from './mirror-controller.ts'
import { NodeLife } from './node-life.ts'
import type { Random } from './random.ts'
import { ReplicaSetController } from './replica-set-controller.ts'
import { Scheduler } from './scheduler.ts'
import type { SimClock } from './sim-clock.ts'
import { SliceController } from './slice-controller.ts'
import { StatefulSetController } from './stateful-set-controller.ts'
import { asObjectStore } from './storage-objects.ts'

export interface BehaviourOptions {
  readonly storage: Storage
  readonly clock: SimClock
  readonly random: Random
}

/**
 * Brings a storage to life: all controllers, the scheduler and the kubelets react to whatever is written into it, by
 * people and by each other. The storage must still be empty and tell its time by the same clock. Nothing happens
 * but in the clock's steps.
 */
export function startBehaviour({ storage, clock, random }: BehaviourOptions): Cluster {
  const cluster = new Cluster({ store: asObjectStore(storage), clock, random })
  const kinds = [
    NodeLife,
    GarbageCollector,
    Scheduler,
    Kubelet,
    DeploymentController,
    ReplicaSetController,
    StatefulSetController,
    DaemonSetController,
    JobController,
    DisruptionController,
    SliceController,
    EndpointsController,
    MirrorController,
    LoadBalancers,
  ]
  kinds.map(Kind => new Kind(cluster))
  return cluster
}
