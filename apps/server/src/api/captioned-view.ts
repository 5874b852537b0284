import {
  findNamespaceProblem,
  noService,
  type Problem,
  readAt,
  type Reading,
  type ServicePath,
} from '@slicescope/answers'
import type { Caption } from '@slicescope/picture'
import { serviceKey } from '@slicescope/model'
import type { ServiceView } from '@slicescope/view'
import type { z } from 'zod'
import type { PublicUrl } from '../cli/public-url.ts'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import type { captionQuerySchema } from '../pictures/service-picture.ts'
import { askedClusters } from './find-cluster.ts'

export interface CaptionOptions {
  readonly registry: ClusterRegistry
  /** Of Slicescope. */
  readonly version: string
  readonly publicUrl: PublicUrl | null
}

export interface CaptionedView {
  readonly view: ServiceView
  readonly caption: Caption
}

/** A Service at a moment, with what a picture says of itself. */
export function captionedView(
  options: CaptionOptions,
  path: ServicePath,
  query: z.infer<typeof captionQuerySchema>,
): Promise<CaptionedView | Problem> {
  const { at } = query
  const service = serviceKey(path.namespace, path.name)
  return readAt(askedClusters(options.registry), { ...path, at, service }, reading =>
    readView(reading, path, { ...options, ...query }),
  )
}

type Wanted = CaptionOptions & z.infer<typeof captionQuerySchema>

function readView(reading: Reading, path: ServicePath, { version, publicUrl, tz }: Wanted): CaptionedView | Problem {
  const { namespace, name } = path
  const problem = findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  const { now, provenance, identity } = reading
  const asOf = new Date(now).toISOString()
  const view = reading.view.serviceView(serviceKey(namespace, name), now)
  if (view === undefined || view.deleted !== null) return noService(namespace, name)
  return {
    view,
    caption: {
      cluster: identity.context,
      asOf,
      link:
        publicUrl === null || publicUrl.isLocal
          ? null
          : pageLink(publicUrl, path, { at: provenance.moment === 'past' ? asOf : null, id: identity.uid }),
      mark: null,
      timeZone: tz ?? null,
      version,
      position: provenance.position,
    },
  }
}

interface LinkedTo {
  /** Null for now. */
  readonly at: string | null
  /** The cluster's. */
  readonly id: string | null
}

/** The page of the Service, for readers elsewhere, whose machines may call the cluster differently: with its identity. */
function pageLink({ origin }: PublicUrl, { cluster, namespace, name }: ServicePath, { at, id }: LinkedTo): string {
  const [first, second, third] = [cluster, namespace, name].map(encodeURIComponent)
  // Each demo is a cluster of its own, and any will do.
  const pairs = [at === null ? '' : `at=${at}`, id === null || cluster === 'demo' ? '' : `id=${encodeURIComponent(id)}`]
  const query = pairs.filter(pair => pair !== '').join('&')
  return `${origin}/c/${first}/ns/${second}/svc/${third}${query === '' ? '' : `?${query}`}`
}
