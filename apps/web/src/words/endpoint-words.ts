import { type CellState, GLYPHS, PUBLISHED_LABEL } from '@slicescope/picture'
import type { EndpointView } from '@slicescope/view'

/** "ready=true serving=true terminating=false" */
export function conditionWords({ conditions }: Pick<EndpointView, 'conditions'>): string {
  const { ready, serving, terminating } = conditions
  return `ready=${ready} serving=${serving} terminating=${terminating}`
}

/** "http TCP 8080"; a port without a number is said so, for kube-proxy skips it. */
export function portWords({ name, protocol, port }: EndpointView['ports'][number]): string {
  return [name, protocol, port ?? 'no number'].filter(part => part !== '').join(' ')
}

export function stateWords(state: CellState, published: boolean): string {
  return published && state !== 'ready' ? PUBLISHED_LABEL : GLYPHS[state].label
}

/** Who writes a slice, in short. */
export function managerWords(managedBy: string | null): string {
  if (managedBy === null) return 'manual'
  return managedBy.endsWith('.k8s.io') ? managedBy.slice(0, -'.k8s.io'.length) : managedBy
}
