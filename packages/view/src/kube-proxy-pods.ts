import type { Pod } from '@slicescope/model'

/** Where kube-proxy runs, if it runs as pods. */
export const PROXY_NAMESPACE = 'kube-system'

/** Cilium and others take kube-proxy's place and leave no mark on Services: its pods are all there is to go by. */
export function isKubeProxy({ metadata }: Pod): boolean {
  return (
    metadata.namespace === PROXY_NAMESPACE &&
    (metadata.labels['k8s-app'] === 'kube-proxy' || metadata.name.startsWith('kube-proxy'))
  )
}
