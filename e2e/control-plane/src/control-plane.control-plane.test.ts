import { expect, onTestFinished, test } from 'vitest'
import type { KubeList, KubeObject } from './kube-types.ts'
import { makeNodes } from './objects/nodes.ts'
import { makePod, setPodFate, setPodStatus } from './objects/pods.ts'
import { makeService } from './objects/services.ts'
import { makeSlice } from './objects/slices.ts'
import { makeDaemonSet, makeDeployment, makeStatefulSet, scale } from './objects/workloads.ts'
import { POD_ANNOTATIONS } from './stages.ts'
import { useControlPlane } from './use-control-plane.ts'
import { waitFor } from './wait-for.ts'

type Pod = KubeObject & {
  readonly spec: { readonly nodeName?: string }
  readonly status: { readonly phase: string; readonly podIPs?: readonly { readonly ip: string }[] }
}

type Endpoint = {
  readonly addresses: readonly string[]
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean }
  readonly zone?: string
  readonly hostname?: string
}

type Slice = KubeObject & { readonly addressType: string; readonly endpoints: readonly Endpoint[] | null }

const plane = useControlPlane({ dns: true })

async function endpoints(service: string, namespace = 'shop', addressType = 'IPv4'): Promise<readonly Endpoint[]> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`)
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`
  const { items } = await plane().api.get<KubeList<Slice>>(path)
  return items.filter(slice => slice.addressType === addressType).flatMap(slice => slice.endpoints ?? [])
}

async function readiness(service: string): Promise<readonly string[]> {
  return (await endpoints(service)).map(({ conditions }) => (conditions.ready ? 'ready' : 'not ready')).toSorted()
}

function pods(selector: string): Promise<KubeList<Pod>> {
  return plane().api.get(`/api/v1/namespaces/shop/pods?labelSelector=${encodeURIComponent(selector)}`)
}

/** Tests of this file share the cluster: the first one makes its nodes. */
test('a Deployment becomes Ready over three zones, and both families of its Service list exactly its pods', async () => {
  const { api, settled, kubectl } = plane()
  await makeNodes(api, { count: 3, zones: ['a', 'b', 'c'] })
  await makeService(api, { namespace: 'shop', name: 'web', spec: { ipFamilyPolicy: 'PreferDualStack' } })
  await makeDeployment(api, { namespace: 'shop', name: 'web', replicas: 3 })
  await settled()

  const { items } = await pods('app=web')
  expect(items.map(pod => pod.status.phase)).toEqual(['Running', 'Running', 'Running'])
  const addresses = items.map(pod => pod.status.podIPs?.map(({ ip }) => ip) ?? ['', ''])
  const v4 = await endpoints('web')
  const v6 = await endpoints('web', 'shop', 'IPv6')
  expect(v4.flatMap(endpoint => endpoint.addresses).toSorted()).toEqual(
    addresses.map(([first = '']) => first).toSorted(),
  )
  expect(v6.flatMap(endpoint => endpoint.addresses).toSorted()).toEqual(
    addresses.map(([, second = '']) => second).toSorted(),
  )
  expect(v4.map(endpoint => endpoint.zone ?? '').toSorted()).toEqual(['a', 'b', 'c'])
  expect(v4.every(({ conditions }) => conditions.ready && conditions.serving && !conditions.terminating)).toBe(true)

  const { stdout } = await kubectl(['get', 'deployment', 'web', '-n', 'shop', '-o', 'jsonpath={.status.readyReplicas}'])
  expect(stdout).toBe('3')
})

test('kube-proxy and CoreDNS answer from what is in the slices', async () => {
  const { api, proxyAnswers, dnsServer, settled } = plane()
  await makeService(api, { namespace: 'shop', name: 'db', headless: true })
  await makeStatefulSet(api, { namespace: 'shop', name: 'db', replicas: 2 })
  await settled()

  const answers = await proxyAnswers()
  const web = answers.find(({ node, service, family }) => node === 'node-0' && service === 'web' && family === 'IPv4')
  const expected = (await endpoints('web')).map(({ addresses }) => `${addresses[0]}:8080`).toSorted()
  expect(web).toMatchObject({ port: 'http', protocol: 'TCP', internal: { answers: expected }, external: null })
  expect(answers.some(({ service }) => service === 'db')).toBe(false)

  const { Resolver } = await import('node:dns/promises')
  const resolver = new Resolver()
  resolver.setServers([String(dnsServer)])
  const [first] = (await endpoints('db')).filter(({ hostname }) => hostname === 'db-0')
  const found = await waitFor(() => resolver.resolve4('db-0.db.shop.svc.cluster.local'), {
    what: 'CoreDNS to know db-0',
  })
  expect(found).toEqual(first?.addresses)
  await expect(resolver.resolve4('none.shop.svc.cluster.local')).rejects.toMatchObject({ code: 'ENOTFOUND' })
})

test('pods meet their fates and come back, and go in phases', async () => {
  const { api, settled } = plane()
  const names = ['crash', 'hang', 'stuck', 'fail', 'gated'] as const
  await makeService(api, { namespace: 'shop', name: 'fates' })
  for (const name of names) {
    // The EndpointSlice controller does not watch the phase: a pod that fails may stay in a slice as it was before.
    const app = name === 'fail' ? 'failed' : 'fates'
    await makePod(api, { namespace: 'shop', name, labels: { app }, fate: name })
  }
  await settled()
  expect(await readiness('fates')).toEqual(['not ready', 'not ready', 'not ready'])
  expect(
    (await pods('app in (fates,failed)')).items.map(({ metadata, status }) => `${metadata.name} ${status.phase}`),
  ).toEqual(['crash Running', 'fail Failed', 'gated Running', 'hang Running', 'stuck Pending'])

  await setPodFate(api, { namespace: 'shop', name: 'crash' }, null)
  await settled()
  expect(await readiness('fates')).toEqual(['not ready', 'not ready', 'ready'])

  // Deleted: serving and terminating first, then terminating only, then gone.
  const phases = new Set<string>()
  await api.patch('/api/v1/namespaces/shop/pods/crash', {
    metadata: { annotations: { [POD_ANNOTATIONS.stopAfter]: '1s', [POD_ANNOTATIONS.goneAfter]: '1s' } },
  })
  await api.delete('/api/v1/namespaces/shop/pods/crash')
  await waitFor(
    async () => {
      const all = await endpoints('fates')
      const going = all.find(({ conditions }) => conditions.terminating)
      phases.add(going === undefined ? `${all.length} left` : going.conditions.serving ? 'serving' : 'terminating')
      return phases.has('2 left')
    },
    { what: 'the deleted pod to be gone', everyMs: 20 },
  )
  expect([...phases].filter(phase => phase !== '3 left')).toEqual(['serving', 'terminating', '2 left'])
})

test('pods of nodes that are not simulated keep what a test writes, and hand-made slices stay', async () => {
  const { api, settled } = plane()
  const [node] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false })
  await makeService(api, { namespace: 'shop', name: 'written' })
  const pod = { namespace: 'shop', name: 'written' }
  await makePod(api, { ...pod, labels: { app: 'written' }, nodeName: String(node) })
  await setPodStatus(api, pod, { ips: ['10.9.0.1'], ready: true })
  await makeSlice(api, {
    namespace: 'shop',
    name: 'by-hand',
    service: 'written',
    endpoints: [{ addresses: ['10.9.0.2'] }],
  })
  await settled()
  expect((await endpoints('written')).flatMap(({ addresses }) => addresses).toSorted()).toEqual([
    '10.9.0.1',
    '10.9.0.2',
  ])
})

test('settled waits for a rollout of every kind of workload', async () => {
  const { api, settled, kubectl } = plane()
  await makeDaemonSet(api, {
    namespace: 'shop',
    name: 'agent',
    pods: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } } },
  })
  await scale(api, { namespace: 'shop', name: 'web' }, 40)
  await settled({ touch: true })
  expect(await endpoints('web')).toHaveLength(40)
  await kubectl(['rollout', 'restart', 'deployment/web', '-n', 'shop'])
  await scale(api, { namespace: 'shop', name: 'web' }, 3)
  await settled()
  const { items } = await pods('app=web')
  expect(items).toHaveLength(3)
  expect((await endpoints('web')).every(({ conditions }) => conditions.ready)).toBe(true)
})

test('each restricted user is refused exactly what it may not read', async () => {
  const { kubeconfig, kubectl, apiAs } = plane()
  const can = async (user: keyof typeof kubeconfig, resource: string, namespace: string) => {
    const scope = namespace === '' ? ['-A'] : ['-n', namespace]
    const { code, stderr } = await kubectl(['get', resource, ...scope], { kubeconfig: kubeconfig[user] })
    return code === 0 || (stderr.includes('(Forbidden)') ? false : stderr)
  }
  expect(await can('reader', 'pods,services,endpointslices,nodes,namespaces,endpoints,events,deployments', '')).toBe(
    true,
  )
  expect(await can('reader', 'secrets', '')).toBe(false)
  // Read by name alone.
  expect(await can('reader', 'leases', '')).toBe(false)
  expect(await can('withoutPods', 'services,endpointslices,nodes,namespaces', '')).toBe(true)
  expect(await can('withoutPods', 'pods', '')).toBe(false)
  expect(await can('withoutNodes', 'pods', '')).toBe(true)
  expect(await can('withoutNodes', 'nodes', '')).toBe(false)
  expect(await can('oneNamespace', 'pods,services,endpointslices', 'shop')).toBe(true)
  expect(await can('oneNamespace', 'pods', '')).toBe(false)
  expect(await can('oneNamespace', 'pods', 'default')).toBe(false)
  expect(await can('nobody', 'services', 'shop')).toBe(false)
  expect((await apiAs('reader').raw('DELETE', '/api/v1/namespaces/shop/services/web')).status).toBe(403)
})

test('rights can be taken away and given back', async () => {
  const { revoke, grant, apiAs } = plane()
  const status = async () => (await apiAs('oneNamespace').raw('GET', '/api/v1/namespaces/shop/pods')).status
  expect(await status()).toBe(200)
  await revoke('oneNamespace')
  expect(await status()).toBe(403)
  await grant('oneNamespace')
  expect(await status()).toBe(200)
})

test('a killed API server comes back on its port with its data, and the controllers go on', async () => {
  const { api, kill, restart, settled } = plane()
  await kill('kube-apiserver')
  await expect(api.get('/version')).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/)
  await restart('kube-apiserver')
  await scale(api, { namespace: 'shop', name: 'web' }, 5)
  await settled()
  expect(await endpoints('web')).toHaveLength(5)
})

test('a paused API server keeps its connections and answers when it is resumed', async () => {
  const { api, pause, resume } = plane()
  await pause('kube-apiserver')
  onTestFinished(() => resume('kube-apiserver'))
  const answer = api.get<KubeObject>('/api/v1/namespaces/shop')
  const isAnswered = await Promise.race([
    answer.then(() => true),
    new Promise<boolean>(resolve => {
      setTimeout(() => resolve(false), 500)
    }),
  ])
  expect(isAnswered).toBe(false)
  resume('kube-apiserver')
  expect((await answer).metadata.name).toBe('shop')
})
