import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@slicescope/control-plane'
import { type DemoCluster, startDemoCluster, startRecordedApi } from '@slicescope/demo-cluster'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRealKubectl, type RealKubectl } from '../real-kubectl.ts'

// Real kubectl against the demo cluster: in a namespace of its own beside the scenario, which goes on by itself.
let demo: DemoCluster
let kubectl: RealKubectl
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slicescope-kubectl-demo-'))
  demo = await startDemoCluster({ scenario: 'odd' })
  const kubeconfig = join(folder, 'kubeconfig')
  await demo.writeKubeconfig(kubeconfig)
  kubectl = await createRealKubectl(kubeconfig)
  await kubectl.run(['create', 'namespace', 'mine'])
  await kubectl.run(['create', '-f', '-'], WEB)
  await inMine('rollout', 'status', 'deployment/web', '--timeout=60s')
}, 120_000)

afterAll(async () => {
  await kubectl?.stop()
  await demo?.stop()
  await rm(folder, { recursive: true, force: true })
})

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: mine}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: main, image: 'example.com/web:1', ports: [{name: http, containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: mine}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
`

function inMine(...args: readonly string[]): Promise<string> {
  return kubectl.run([...args, '-n', 'mine'])
}

async function names(...args: readonly string[]): Promise<readonly string[]> {
  const text = await inMine('get', ...args, '-o', 'name')
  return text.split('\n').filter(name => name !== '')
}

/** Columns of a table as kubectl prints it, header first; two blanks or more part them. */
function cells(table: string): readonly (readonly string[])[] {
  return table
    .trimEnd()
    .split('\n')
    .map(line => line.trim().split(/ {2,}/))
}

/** Addresses of all slices of the Service, sorted. */
async function addresses(): Promise<readonly string[]> {
  const path = '{range .items[*].endpoints[*]}{.addresses[0]} {.conditions.ready}{"\\n"}{end}'
  const text = await inMine('get', 'endpointslices', '-l', 'kubernetes.io/service-name=web', '-o', `jsonpath=${path}`)
  return text.split('\n').filter(Boolean).toSorted()
}

async function untilAddresses(count: number): Promise<readonly string[]> {
  return waitFor(
    async () => {
      const found = await addresses()
      return found.length === count && found.every(line => line.endsWith(' true')) && found
    },
    { what: `${count} ready addresses` },
  )
}

test('create -f makes what lives: a Deployment gets pods, a Service gets slices', async () => {
  expect(await names('pods', '-l', 'app=web')).toHaveLength(3)
  const found = await untilAddresses(3)
  const ips = await inMine('get', 'pods', '-o', 'jsonpath={range .items[*]}{.status.podIP} true{"\\n"}{end}')
  expect(found).toEqual(ips.split('\n').filter(Boolean).toSorted())
  await expect(kubectl.run(['create', '-f', '-'], WEB)).rejects.toThrow('"web" already exists')
})

test('get prints the tables of the real server, also -o wide', async () => {
  await untilAddresses(3)
  const [header, row] = cells(await inMine('get', 'endpointslices', '-o', 'wide'))
  expect(header).toEqual(['NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE'])
  expect(row).toEqual([
    expect.stringMatching(/^web-\w{5}$/),
    'IPv4',
    '8080',
    expect.stringMatching(/^10\.\d+\.\d+\.\d+(,10\.\d+\.\d+\.\d+){2}$/),
    expect.stringMatching(/^\d+[sm]/),
  ])
  const [podHeader, pod] = cells(await inMine('get', 'pods', '-o', 'wide'))
  expect(podHeader).toEqual([
    'NAME',
    'READY',
    'STATUS',
    'RESTARTS',
    'AGE',
    'IP',
    'NODE',
    'NOMINATED NODE',
    'READINESS GATES',
  ])
  expect(pod?.slice(1, 4)).toEqual(['1/1', 'Running', '0'])
  const [serviceHeader, service] = cells(await inMine('get', 'service', 'web'))
  expect(serviceHeader).toEqual(['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE'])
  expect(service?.slice(0, 2)).toEqual(['web', 'ClusterIP'])
})

test('describe tells a Service, a slice, a pod with its events, a Deployment and a node', async () => {
  await untilAddresses(3)
  expect(await inMine('describe', 'service', 'web')).toMatch(/^Endpoints: +10\..*:8080/m)
  const slice = await inMine('describe', 'endpointslice', '-l', 'kubernetes.io/service-name=web')
  expect(slice.match(/TargetRef: +Pod\/web-/g)).toHaveLength(3)
  const [pod = ''] = await names('pods', '-l', 'app=web')
  const described = await inMine('describe', pod)
  expect(described).toMatch(/^Status: +Running$/m)
  expect(described).toMatch(/Normal +Scheduled .*Successfully assigned mine\/web-/)
  expect(await inMine('describe', 'deployment', 'web')).toMatch(/3 desired \| 3 updated \| 3 total \| 3 available/)
  const [node = ''] = (await kubectl.run(['get', 'nodes', '-o', 'name'])).split('\n')
  expect(await kubectl.run(['describe', node])).toMatch(/^ +Ready +True/m)
})

test('scale moves pods and slices, and get -w tells it line by line', async () => {
  await untilAddresses(3)
  const before = new Set(await names('pods', '-l', 'app=web'))
  const pods = kubectl.follow(['get', 'pods', '-w', '-n', 'mine', '-l', 'app=web'])
  await pods.find(line => line.startsWith('web-') && line.includes('1/1'))
  const slices = kubectl.follow(['get', 'endpointslices', '-w', '-n', 'mine', '-o', 'wide'])
  await slices.find(line => line.startsWith('web-'))
  await inMine('scale', 'deployment/web', '--replicas=5')
  await untilAddresses(5)
  const added = (await names('pods', '-l', 'app=web')).filter(name => !before.has(name))
  expect(added).toHaveLength(2)
  for (const name of added.map(text => text.replace('pod/', ''))) {
    await pods.find(line => line.startsWith(name) && / 1\/1 +Running /.test(line))
    const told = pods.lines.filter(line => line.startsWith(name)).map(line => line.split(/ +/)[2])
    expect([...new Set(told)]).toEqual(['Pending', 'ContainerCreating', 'Running'])
  }
  await slices.find(line => line.includes(' + 2 more...'))
  await inMine('scale', 'deployment/web', '--replicas=3')
  await pods.find(line => line.includes('Terminating'))
  await untilAddresses(3)
  await Promise.all([pods.stop(), slices.stop()])
})

test('label changes who is behind the Service', async () => {
  await untilAddresses(3)
  const [pod = ''] = await names('pods', '-l', 'app=web')
  const ip = await inMine('get', pod, '-o', 'jsonpath={.status.podIP}')
  expect(await addresses()).toContain(`${ip} true`)
  expect(await inMine('label', pod, 'app=other', '--overwrite')).toBe(`${pod} labeled\n`)
  // Its ReplicaSet lets it go and makes another.
  await waitFor(async () => !(await addresses()).some(line => line.startsWith(`${ip} `)), { what: 'the pod to leave' })
  await untilAddresses(3)
  expect(await names('pods', '-l', 'app=other')).toEqual([pod])
  await inMine('delete', pod, '--now')
})

test('delete waits until a pod is gone; its place is taken by another', async () => {
  await untilAddresses(3)
  const before = await names('pods', '-l', 'app=web')
  const [pod = ''] = before
  expect(await inMine('delete', pod)).toContain('deleted')
  await untilAddresses(3)
  const after = await names('pods', '-l', 'app=web')
  expect(after).not.toContain(pod)
  expect(after.filter(name => before.includes(name))).toHaveLength(2)
})

test('a Service deleted and made again is another one, with slices of its own', async () => {
  await untilAddresses(3)
  const slicesBefore = await names('endpointslices')
  const uidBefore = await inMine('get', 'service', 'web', '-o', 'jsonpath={.metadata.uid}')
  await inMine('delete', 'service', 'web')
  await waitFor(async () => (await names('endpointslices')).length === 0, { what: 'the slices to go' })
  await inMine('expose', 'deployment', 'web', '--port=80', '--target-port=8080')
  await untilAddresses(3)
  expect(await inMine('get', 'service', 'web', '-o', 'jsonpath={.metadata.uid}')).not.toBe(uidBefore)
  expect(await names('endpointslices')).not.toEqual(slicesBefore)
})

test('create deployment, run and create service work as against the real server: kubectl sends protobuf there', async () => {
  await inMine('create', 'deployment', 'api', '--image=example.com/api:1', '--replicas=2', '--port=8080')
  await inMine('create', 'service', 'clusterip', 'api', '--tcp=80:8080')
  await inMine('run', 'single', '--image=example.com/single:1', '--port=9000', '--labels=app=single')
  await inMine('create', 'ingress', 'api', '--rule=shop.test/api*=api:80')
  await inMine('rollout', 'status', 'deployment/api', '--timeout=60s')
  await inMine('wait', '--for=condition=Ready', 'pod/single', '--timeout=60s')
  const read = (what: string, path: string) => inMine('get', what, 'api', '-o', `jsonpath={.spec${path}}`)
  expect(await read('deployment', '.template.spec.containers[0].ports')).toBe(
    '[{"containerPort":8080,"protocol":"TCP"}]',
  )
  expect(await read('service', '.ports')).toBe('[{"name":"80-8080","port":80,"protocol":"TCP","targetPort":8080}]')
  expect(await read('ingress', '.rules[0].http.paths[0]')).toBe(
    '{"backend":{"service":{"name":"api","port":{"number":80}}},"path":"/api","pathType":"Prefix"}',
  )
})

test('cordon and drain: what ran there runs elsewhere, and nothing new comes until uncordon', async () => {
  await untilAddresses(3)
  const [pod = ''] = await names('pods', '-l', 'app=web')
  const node = await inMine('get', pod, '-o', 'jsonpath={.spec.nodeName}')
  const drain = ['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=100s']
  expect(await kubectl.run(['cordon', node])).toBe(`node/${node} cordoned\n`)
  expect(await kubectl.run(drain)).toContain(`node/${node} drained`)
  await untilAddresses(3)
  const left = await kubectl.run(['get', 'pods', '-A', '--field-selector', `spec.nodeName=${node}`, '-o', 'json'])
  const owners = JSON.parse(left).items.map(
    (item: { metadata: { ownerReferences: { kind: string }[] } }) => item.metadata.ownerReferences[0]?.kind,
  )
  expect(new Set(owners)).toEqual(new Set(['DaemonSet']))
  expect(await kubectl.run(['get', 'node', node])).toContain('Ready,SchedulingDisabled')
  expect(await kubectl.run(['uncordon', node])).toBe(`node/${node} uncordoned\n`)
}, 120_000)

test('a recorded slice is shown by get --watch as it changes, and cannot be deleted', async () => {
  const api = await startRecordedApi({ now: () => Date.parse('2026-01-01T03:12:00Z'), version: 'v1.37.2' })
  const metadata = { namespace: 'shop', name: 'web-x1', uid: '1', creationTimestamp: '2026-01-01T00:12:00Z' }
  const recorded = (ready: boolean) =>
    api.put('endpointslices', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType: 'IPv4',
      ports: [{ port: 8080 }],
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
    })
  recorded(true)
  api.allow([{ resource: 'endpointslices', namespace: null }])
  const path = join(folder, 'recording')
  await api.server.writeKubeconfig(path)
  const then = await createRealKubectl(path)
  const [, row] = cells(await then.run(['get', 'endpointslices', '-A']))
  expect(row).toEqual(['shop', 'web-x1', 'IPv4', '8080', '10.0.0.1', '3h'])
  const columns = 'custom-columns=READY:.endpoints[0].conditions.ready'
  const watch = then.follow(['get', 'endpointslices', '-n', 'shop', '--watch', '-o', columns])
  await watch.find(line => line === 'true')
  recorded(false)
  await watch.find(line => line === 'false')
  await expect(then.run(['delete', 'endpointslice', 'web-x1', '-n', 'shop'])).rejects.toThrow('cannot delete resource')
  await then.stop()
  await api.server.stop()
})
