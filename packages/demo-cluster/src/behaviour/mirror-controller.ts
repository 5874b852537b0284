import {
  type EndpointsAddress,
  type EndpointsPort,
  type EndpointsSubset,
  type HandMadeEndpoints,
  MANAGED_BY_LABEL,
  MIRRORING_CONTROLLER,
  reconcileMirror,
} from '@slicescope/kubernetes'
import type { Cluster } from './cluster.ts'
import { listAt, numberAt, recordAt, textAt, textsAt } from './json.ts'
import { type RawObject, uidOf } from './object-index.ts'
import { asService, asSlice, keyOf, labelsOf, nameOf, namespaceOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { writeSliceChanges } from './write-slices.ts'

/** The EndpointSlice mirroring controller: hand-made Endpoints of Services without selector get slices. */
export class MirrorController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [60, 250], sync: key => this.#sync(key) })
    const add = (now: RawObject | undefined, before: RawObject | undefined) =>
      this.#queue.add(keyOf(now ?? before ?? {}))
    cluster.on('endpoints', add)
    cluster.on('services', add)
  }

  #sync(key: string): void {
    const endpoints = this.#cluster.find('endpoints', key)
    const service = this.#cluster.find('services', key)
    const anchor = endpoints ?? service
    if (anchor === undefined) return
    const mirrored = this.#cluster
      .inNamespace('endpointslices', namespaceOf(anchor))
      .filter(slice => labelsOf(slice)[MANAGED_BY_LABEL] === MIRRORING_CONTROLLER)
      .filter(slice => labelsOf(slice)['kubernetes.io/service-name'] === nameOf(anchor))
    const changes = reconcileMirror(
      endpoints === undefined ? undefined : asHandMade(endpoints),
      service === undefined ? undefined : asService(service),
      mirrored.map(asSlice),
    )
    writeSliceChanges(this.#cluster, namespaceOf(anchor), changes)
  }
}

function asHandMade(raw: RawObject): HandMadeEndpoints {
  const deletionTimestamp = textAt(raw, 'metadata', 'deletionTimestamp')
  return {
    metadata: {
      namespace: namespaceOf(raw),
      name: nameOf(raw),
      uid: uidOf(raw),
      labels: labelsOf(raw),
      annotations: textsAt(raw, 'metadata', 'annotations'),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
    subsets: listAt(raw, 'subsets').map(asSubset),
  }
}

function asSubset(raw: unknown): EndpointsSubset {
  return {
    addresses: listAt(raw, 'addresses').map(asAddress),
    notReadyAddresses: listAt(raw, 'notReadyAddresses').map(asAddress),
    ports: listAt(raw, 'ports').map(asPort),
  }
}

function asAddress(raw: unknown): EndpointsAddress {
  const hostname = textAt(raw, 'hostname')
  const nodeName = textAt(raw, 'nodeName')
  const targetRef = recordAt(raw, 'targetRef')
  return {
    ip: textAt(raw, 'ip') ?? '',
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(Object.keys(targetRef).length === 0 ? {} : { targetRef: textsAt(raw, 'targetRef') }),
  }
}

function asPort(raw: unknown): EndpointsPort {
  const appProtocol = textAt(raw, 'appProtocol')
  return {
    name: textAt(raw, 'name') ?? '',
    protocol: textAt(raw, 'protocol') ?? 'TCP',
    port: numberAt(raw, 'port') ?? 0,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  }
}
