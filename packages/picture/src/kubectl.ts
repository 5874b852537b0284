import type { ContainerView, ServiceInfo } from '@slicescope/view'
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

interface CommandedPod {
  readonly namespace: string
  readonly name: string
  /** Those that there is something to tell of. */
  readonly containers: readonly ContainerView[]
}

/** A run that ended has its words in the log of the previous one. */
export function kubectlOfPod({ namespace, name, containers }: CommandedPod): readonly string[] {
  const log = (...options: readonly string[]) => command('kubectl', '-n', namespace, 'logs', `pod/${name}`, ...options)
  const troubled = containers.filter(({ state, ready }) => state === 'running' && !ready)
  const restarted = containers.filter(({ last }) => last !== null)
  const ended = containers.filter(({ state, exitCode, last }) => state === 'ended' && exitCode !== 0 && last === null)
  const logs = [
    ...restarted.map(each => log('-c', each.name, '--previous')),
    ...[...troubled, ...ended].map(each => log('-c', each.name, '--tail=100')),
  ]
  return [
    command('kubectl', '-n', namespace, 'get', `pod/${name}`, '-o', 'wide'),
    command('kubectl', '-n', namespace, 'describe', `pod/${name}`),
    ...(logs.length === 0 ? [log('--all-containers', '--tail=100')] : logs.slice(0, MOST_LOGS)),
  ]
}

const MOST_LOGS = 3

function selectorText(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
