import { isRecord } from '@slicescope/model'
import type { ApiObject, ResourceName, StringMap } from './raw-objects.ts'
import { badRequest, conflict, STALE } from './status.ts'
import type { ObjectRef, Storage } from './storage.ts'

/** The subresource `scale` of a workload: autoscaling/v1, Scale. */
export function scaleOf(object: ApiObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = object.spec?.['selector']
  const labels = isRecord(selector) && isRecord(selector['matchLabels']) ? selector['matchLabels'] : {}
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: object.spec?.['replicas'] ?? 0 },
    status: { replicas: object.status?.['replicas'] ?? 0, selector: selectorOf(labels) },
  }
}

function selectorOf(labels: Readonly<Record<string, unknown>> | StringMap): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',')
}

/** Sets the replicas as a given Scale says. Throws 404, 409 for a stale version, 400 for something else than a number. */
export function applyScale(
  storage: Storage,
  resource: ResourceName,
  { ref, scale }: { ref: ObjectRef; scale: unknown },
): object {
  const spec = isRecord(scale) ? scale['spec'] : undefined
  const replicas = isRecord(spec) ? (spec['replicas'] ?? 0) : 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0)
    throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas must be a whole number')
  const metadata = isRecord(scale) && isRecord(scale['metadata']) ? scale['metadata'] : {}
  const present = storage.get(resource, ref)?.metadata.resourceVersion
  const asked = metadata['resourceVersion']
  if (asked && present !== undefined && asked !== present) throw conflict(resource, ref.name, STALE)
  return scaleOf(storage.patch(resource, ref, { spec: { replicas } }))
}
