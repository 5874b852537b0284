import type { ServiceInfo } from '@slicescope/view'
import { command } from '@slicescope/view/text'

/** The commands that show with kubectl what the page shows. */
export function kubectlOfService({ namespace, name, selector }: ServiceInfo): readonly string[] {
  const pods = selectorText(selector)
  return [
    command('kubectl', '-n', namespace, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${name}`),
    ...(pods === '' ? [] : [command('kubectl', '-n', namespace, 'get', 'pods', '-l', pods, '-o', 'wide')]),
  ]
}

export function kubectlOfSlice({ namespace }: ServiceInfo, slice: string): readonly string[] {
  return [command('kubectl', '-n', namespace, 'get', `endpointslice/${slice}`, '-o', 'yaml')]
}

export function kubectlOfZone(zone: string | null): readonly string[] {
  const label = zone === null ? '!topology.kubernetes.io/zone' : `topology.kubernetes.io/zone=${zone}`
  return [command('kubectl', 'get', 'nodes', '-l', label)]
}

export function kubectlOfNode({ namespace, selector }: ServiceInfo, node: string): readonly string[] {
  const pods = selectorText(selector)
  const labels = pods === '' ? [] : ['-l', pods]
  return [
    command('kubectl', 'get', `node/${node}`, '-o', 'wide'),
    command('kubectl', '-n', namespace, 'get', 'pods', ...labels, '--field-selector', `spec.nodeName=${node}`),
  ]
}

export function kubectlOfPod({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  return [
    command('kubectl', '-n', namespace, 'get', `pod/${name}`, '-o', 'wide'),
    command('kubectl', '-n', namespace, 'describe', `pod/${name}`),
  ]
}

function selectorText(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
