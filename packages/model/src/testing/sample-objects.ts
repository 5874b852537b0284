import { Interner } from '../interner.ts'
import { type Node, type Pod, RESOURCES, type Service } from '../resources.ts'

interface PodSpec {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly nodeName?: string
  readonly ips?: readonly string[]
}

/** Kept objects for tests, as if they had arrived from the API. */
export function aPod({ name, namespace = 'shop', uid = `uid-${name}`, labels = {}, nodeName, ips }: PodSpec): Pod {
  return RESOURCES.pods.keep(
    {
      metadata: { name, namespace, uid, labels },
      spec: { nodeName },
      status: { podIPs: ips?.map(ip => ({ ip })) },
    },
    new Interner(),
  )
}

export function aService({
  name,
  namespace = 'shop',
  type,
}: {
  name: string
  namespace?: string
  type?: string
}): Service {
  return RESOURCES.services.keep({ metadata: { name, namespace, uid: `uid-${name}` }, spec: { type } }, new Interner())
}

export function aNode(name: string): Node {
  return RESOURCES.nodes.keep({ metadata: { name, uid: `uid-${name}` } }, new Interner())
}
