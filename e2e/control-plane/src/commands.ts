import { join } from 'node:path'
import type { ControlPlaneBuild } from './build.ts'
import { RETRY_LOG_FLAG } from './retry-log.ts'

export const PART_NAMES = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'coredns',
] as const

export type PartName = (typeof PART_NAMES)[number]

export type Ports = {
  readonly etcd: number
  readonly etcdPeer: number
  readonly apiServer: number
  readonly controllerManager: number
  readonly kwok: number
  readonly dns: number
}

export type CommandContext = {
  readonly build: ControlPlaneBuild
  readonly folder: string
  readonly ports: Ports
  readonly apiServerFlags: readonly string[]
  readonly controllerManagerFlags: readonly string[]
  readonly leaderElect: boolean
}

type Command = { readonly program: string; readonly arguments: readonly string[] }

/** Nodes have no kubelet that reports: without this the controller would call them dead after a minute. */
const NEVER = '24h'

/** The controllers that slices and workloads need; the others would only fill the logs. */
const CONTROLLERS = [
  'endpointslice',
  'endpoints',
  'endpointslice-mirroring',
  'deployment',
  'replicaset',
  'statefulset',
  'daemonset',
  'job',
  'disruption',
  'namespace',
  'garbage-collector',
  'node-lifecycle',
  'serviceaccount',
]
  .map(name => `${name}-controller`)
  .join(',')

/** Client-side rate limits at their defaults make a rollout of 250 pods take a minute. */
const FAST_CLIENT = ['--kube-api-qps=500', '--kube-api-burst=500']

/** Loopback addresses and ports by which the parts are reached. */
export function apiServerUrl(ports: Ports): string {
  return `https://127.0.0.1:${ports.apiServer}`
}

export function commandOf(part: PartName, context: CommandContext): Command {
  const { build } = context
  switch (part) {
    case 'kwok':
      return { program: build.kwok, arguments: kwok(context) }
    case 'coredns':
      return { program: build.coredns, arguments: ['-conf', join(context.folder, 'Corefile')] }
    case 'etcd':
      return { program: build.controlPlane, arguments: [part, ...etcd(context)] }
    case 'kube-apiserver':
      return { program: build.controlPlane, arguments: [part, ...apiServer(context)] }
    case 'kube-controller-manager':
      return { program: build.controlPlane, arguments: [part, ...controllerManager(context)] }
    case 'kube-scheduler':
      return { program: build.controlPlane, arguments: [part, ...scheduler(context)] }
    default:
      return part satisfies never
  }
}

function etcd({ folder, ports }: CommandContext): readonly string[] {
  return [`--data-dir=${folder}/etcd`, `--client-port=${ports.etcd}`, `--peer-port=${ports.etcdPeer}`]
}

function apiServer({ folder, ports, apiServerFlags }: CommandContext): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    // The server makes its own certificate there, which the kubeconfigs name as the authority.
    `--cert-dir=${folder}/certificates`,
    `--token-auth-file=${folder}/tokens.csv`,
    '--authorization-mode=RBAC',
    `--service-account-issuer=${apiServerUrl(ports)}`,
    '--api-audiences=control-plane',
    `--service-account-signing-key-file=${folder}/service-account.key`,
    `--service-account-key-file=${folder}/service-account.pub`,
    '--service-cluster-ip-range=10.96.0.0/16,fd00:96::/112',
    // Bare pods need no ServiceAccount then.
    '--disable-admission-plugins=ServiceAccount',
    // A loopback address is refused as the endpoint of default/kubernetes.
    '--endpoint-reconciler-type=none',
    ...apiServerFlags,
  ]
}

function controllerManager({ folder, ports, leaderElect, controllerManagerFlags }: CommandContext): readonly string[] {
  return [
    `--kubeconfig=${folder}/controllers.kubeconfig`,
    `--leader-elect=${leaderElect}`,
    '--use-service-account-credentials=false',
    `--controllers=${CONTROLLERS}`,
    `--node-monitor-grace-period=${NEVER}`,
    // Only /metrics is served, to everybody on this machine: it tells when the work queues are empty.
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllerManager}`,
    `--cert-dir=${folder}/controller-manager-certificates`,
    '--authorization-always-allow-paths=/healthz,/metrics',
    RETRY_LOG_FLAG,
    ...FAST_CLIENT,
    ...controllerManagerFlags,
  ]
}

function scheduler({ folder, leaderElect }: CommandContext): readonly string[] {
  return [
    `--kubeconfig=${folder}/scheduler.kubeconfig`,
    `--leader-elect=${leaderElect}`,
    '--secure-port=0',
    ...FAST_CLIENT,
  ]
}

function kwok({ folder, ports }: CommandContext): readonly string[] {
  return [
    `--kubeconfig=${folder}/kubelet.kubeconfig`,
    `--config=${folder}/stages.yaml`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    // No leases: a heartbeat per node would be noise in every watch of the tests.
    '--node-lease-duration-seconds=0',
    `--server-address=127.0.0.1:${ports.kwok}`,
  ]
}

/** CoreDNS for the zone cluster.local, with answers of one second so that tests see changes soon. */
export function corefile({ folder, ports }: Pick<CommandContext, 'folder' | 'ports'>): string {
  return `cluster.local:${ports.dns} in-addr.arpa:${ports.dns} ip6.arpa:${ports.dns} {
  bind 127.0.0.1
  errors
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${folder}/dns.kubeconfig dns@control-plane
    ttl 1
  }
}
`
}
