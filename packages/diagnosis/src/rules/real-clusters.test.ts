import { describe, expect, test } from 'vitest'
import { aSlice, aWorkload, change, empty, handMade, healthy, PENDING, type Raw, withThird, ZONES } from '../law/raw.ts'
import { CONTROLLED, OWNED, replaceSlice } from '../law/fixtures/shapes.ts'
import {
  ago,
  aNode,
  anEndpoint,
  aService,
  cluster,
  codesOf,
  diagnoseWeb,
  findingOf,
  podOn,
  runningContainer,
  type TestCluster,
  TERMINATING,
} from '../testing/web-service.ts'

const SET = [{ kind: 'StatefulSet', name: 'web', uid: 'workload-web', controller: true }]
const REPLICA_SET = [{ kind: 'ReplicaSet', name: 'web-1', uid: 'rs', controller: true }]
const LOST = { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(600) }] }

/** web-0 on n3, being deleted, which is silent; beside others. */
function ending(owner: Raw[], others: readonly Raw[] = [], metadata: Raw = {}): TestCluster {
  const pod = podOn('n3', 0, {
    metadata: { deletionTimestamp: ago(300), ownerReferences: owner, ...metadata },
    status: { ...LOST, containerStatuses: [runningContainer('main')] },
  })
  const made = cluster([...others], ZONES)
  made.set('nodes', aNode('n3', 'eu-1c', false))
  made.set('pods', pod)
  return change(made, [
    'endpointslices',
    aSlice([anEndpoint(0, { conditions: TERMINATING, nodeName: 'n3' })], { name: 'web-2', labels: CONTROLLED }),
  ])
}

describe('[SC-D9] a pod that is being deleted on a Node that does not answer', () => {
  test('keeps that cause while its StatefulSet waits for it', () => {
    const made = change(ending(SET), ['statefulsets', aWorkload({ replicas: 1, status: { replicas: 1 } })])
    const [first, ...others] = diagnoseWeb(made).findings
    expect(first).toMatchObject({
      code: 'SC-D9',
      severity: 'critical',
      causeCertainty: 'proven',
      remedyClass: 'risky',
      lead: 'Node n3 does not answer',
      facts: 'web-0 cannot terminate there, and StatefulSet web creates no replacement before that; none ready',
    })
    expect(others.map(({ code }) => code)).not.toContain('SC-D8')
    expect(others.map(({ code }) => code)).not.toContain('SC-G7')
  })

  test('of others that still serve is told too, and at once', () => {
    const made = change(ending(SET, [podOn('n1', 1), podOn('n2', 2)]), [
      'statefulsets',
      aWorkload({ replicas: 3, status: { replicas: 3 } }),
    ])
    expect(findingOf(made, 'SC-D9')).toMatchObject({ severity: 'warning', causeCertainty: 'proven' })
    expect(codesOf(made)).not.toContain('SC-G7')
  })

  test('is no loss where the StatefulSet was scaled down', () => {
    const made = ending(SET, [podOn('n1', 1)], { name: 'web-3' })
    expect(codesOf(change(made, ['statefulsets', aWorkload({ replicas: 2, status: {} })]))).not.toContain('SC-D9')
  })

  test('is no loss where a ReplicaSet has made another, and the cause where nothing else is there', () => {
    expect(codesOf(ending(REPLICA_SET, [podOn('n1', 1)]))).not.toContain('SC-D9')
    const alone = diagnoseWeb(ending(REPLICA_SET)).findings.map(({ code }) => code)
    expect(alone).toContain('SC-D9')
    expect(alone).not.toContain('SC-D8')
  })
})

test('[SC-D9] containers that were not ready when a Node was last heard are explained by it', () => {
  const status = { ...LOST, containerStatuses: [runningContainer('main', { ready: false })] }
  const made = withThird(status, { containers: [{ name: 'main' }] })
  made.set('nodes', aNode('n3', 'eu-1c', false))
  expect(findingOf(made, 'SC-D9').sentence).toMatch(/^Likely: node n3 does not answer\. /)
  expect(codesOf(made)).not.toContain('SC-G23')
})

test('[SC-D9] a container that has ended is no matter of its Node', () => {
  const state = { waiting: { reason: 'CrashLoopBackOff' } }
  const made = withThird({ ...LOST, containerStatuses: [runningContainer('main', { ready: false, state })] })
  made.set('nodes', aNode('n3', 'eu-1c', false))
  expect(codesOf(made)).toContain('SC-D2')
})

test('[SC-G7] a finalizer that holds a pod is why its StatefulSet makes no other', () => {
  const pod = podOn('n1', 0, {
    metadata: { deletionTimestamp: ago(300), finalizers: ['example.com/hold'], ownerReferences: SET },
    status: LOST,
  })
  const made = cluster([], ZONES)
  made.set('pods', pod)
  made.set('statefulsets', aWorkload({ replicas: 1, status: { replicas: 1 } }))
  made.set(
    'endpointslices',
    aSlice([anEndpoint(0, { conditions: TERMINATING, nodeName: 'n1' })], { labels: CONTROLLED }),
  )
  const [first, ...others] = diagnoseWeb(made).findings
  expect(first).toMatchObject({ code: 'SC-G7', severity: 'critical' })
  expect(first?.sentence).toContain('and StatefulSet web creates no replacement before that')
  expect(others.map(({ code }) => code)).not.toContain('SC-D8')
})

function labeled(key: string, selected: string, found: readonly (string | null)[], template: Raw = {}): TestCluster {
  const made = empty({ selector: { app: 'web', [key]: selected } })
  for (const [n, value] of found.entries()) {
    const labels = { app: 'web', ...(value === null ? {} : { [key]: value }) }
    made.set('pods', podOn('n1', n, { metadata: { labels } }))
  }
  const templateLabels = { app: 'web', ...template }
  return change(made, ['statefulsets', aWorkload({ templateLabels, spec: { serviceName: 'peers' } })])
}

describe('[SC-G28] a role that is set at run time', () => {
  test.each([
    ['redis-role', 'master', ['slave', 'slave']],
    ['vault-active', 'true', ['false', 'false']],
    ['role', 'leader', ['reader', 'reader']],
    ['cnpg.io/instanceRole', 'primary', [null, null]],
    ['example.com/shard', 'a', ['b', 'b']],
  ])('%s=%s is told as missing, and nothing advises to drop it', (key, value, found) => {
    const { findings } = diagnoseWeb(labeled(key, value, found))
    expect(findings.map(({ code }) => code)).toEqual(['SC-G28'])
    expect(findings[0]?.lead).toBe(`No pod is labeled ${key}=${value}`)
  })

  test('a key that a template has is an ordinary pair', () => {
    expect(codesOf(labeled('track', 'stable', ['canary'], { track: 'canary' }))).toEqual(['SC-B3'])
  })

  test('a value that is nearly another is a typo', () => {
    expect(codesOf(labeled('redis-role', 'mastr', ['master', 'slave']))).toEqual(['SC-B2'])
  })

  test('the replica Service of a single instance lacks nothing', () => {
    expect(findingOf(labeled('cnpg.io/instanceRole', 'replica', ['primary']), 'SC-G28').severity).toBe('info')
    expect(findingOf(labeled('cnpg.io/instanceRole', 'replica', ['primary', null]), 'SC-G28').severity).toBe('warning')
  })

  test('where workloads cannot be read it is likely', () => {
    const made = labeled('redis-role', 'master', ['slave'])
    made.coverages.set('statefulsets', 'forbidden')
    expect(findingOf(made, 'SC-G28').causeCertainty).toBe('likely')
  })

  test('leaders of other namespaces are not meant', () => {
    const made = labeled('redis-role', 'master', ['slave'])
    made.set('namespaces', { metadata: { name: 'pay', uid: 'ns-pay' } })
    const labels = { app: 'web', 'redis-role': 'master' }
    made.set('pods', podOn('n1', 50, { metadata: { name: 'other', uid: 'other', namespace: 'pay', labels } }))
    expect(codesOf(made)).toEqual(['SC-G28'])
  })
})

test('[SC-B2] pods that carry the name of the Service are the ones that are meant', () => {
  const pod = podOn('n1', 1, { metadata: { labels: { app: 'web' } } })
  const other = podOn('n2', 2, { metadata: { labels: { app: 'database' } } })
  expect(
    diagnoseWeb(change(empty({ selector: { app: 'shop-frontend' } }), ['pods', pod], ['pods', other])).findings,
  ).toMatchObject([{ code: 'SC-B2', lead: 'Selector uses another name than the pods', explains: 1 }])
})

function component(name: string): Raw {
  return { metadata: { labels: { app: 'web', component: name } } }
}

describe('[SC-B3] several pairs too many', () => {
  const COMMON = { 'app.kubernetes.io/managed-by': 'kustomize', 'app.kubernetes.io/part-of': 'store' }

  test('are named together', () => {
    const made = change(empty({ selector: { app: 'web', ...COMMON } }), ['pods', podOn('n1', 1)])
    expect(findingOf(made, 'SC-B3').facts).toContain(
      'it matches 1 pod, which has no app.kubernetes.io/managed-by and no app.kubernetes.io/part-of',
    )
  })

  test('of one key are told with all that differ in it', () => {
    const made = change(
      empty({ selector: { app: 'web', component: 'server' } }),
      ['pods', podOn('n1', 1, component('frontend'))],
      ['pods', podOn('n1', 2, component('frontend'))],
      ['pods', podOn('n2', 3, component('ingestion'))],
    )
    expect(findingOf(made, 'SC-B3').facts).toMatch(
      /it matches 3 pods: 2 differ in component: .*`frontend`.* and 1 differs in component: .*`ingestion`/,
    )
  })

  test('of a revision are told as that', () => {
    const selector = { app: 'web', 'rollouts-pod-template-hash': 'abc' }
    const finding = findingOf(change(empty({ selector }), ['pods', podOn('n1', 1)]), 'SC-B3')
    expect(finding.lead).toBe('Selector names a revision without pods')
    expect(finding.remedy).toContain('Argo Rollouts writes')
  })

  test('never the one that names the application: other pods of the release are not meant', () => {
    const other = podOn('n1', 1, { metadata: { labels: { app: 'database', ...COMMON } } })
    expect(codesOf(change(empty({ selector: { app: 'web', ...COMMON } }), ['pods', other]))).toEqual(['SC-B1'])
  })
})

function named(name: string, service: Raw, metadata: Raw = {}): TestCluster {
  const made = handMade([])
  made.delete('endpointslices', aSlice([]))
  made.set('services', aService({ selector: null, ...service }, metadata))
  return change(made, ['endpoints', { metadata: { name, namespace: 'shop', uid: 'endpoints' } }])
}

describe('[SC-G29] an Endpoints object without an address', () => {
  test('is told of whoever writes it, and nobody advises to add a selector', () => {
    const made = named('web', {}, { labels: { 'mirror.linkerd.io/mirrored-service': 'true' } })
    const { findings } = diagnoseWeb(made)
    expect(findings.map(({ code }) => code)).toEqual(['SC-G29'])
    expect(findings[0]?.facts).toContain('its writer, Linkerd multicluster, has named no gateway')
    expect(findings[0]?.remedy).not.toContain('selector')
  })

  test('no leader: its governing StatefulSet is not missed by a selector that it never had', () => {
    const made = named('web', {}, { labels: { 'spilo-role': 'master' } })
    made.set('statefulsets', aWorkload({ spec: { serviceName: 'web' } }))
    expect(codesOf(made)).toEqual(['SC-G29'])
  })
})

test('[SC-G24] what the controller lets go of by itself is no news', () => {
  const made = replaceSlice(healthy(), aSlice([anEndpoint(1)], { name: 'web-held', labels: CONTROLLED }), {
    deletionTimestamp: ago(300),
    finalizers: ['foregroundDeletion'],
  })
  expect(codesOf(made)).not.toContain('SC-G24')
})

test('[SC-G24] pods that join no slice meanwhile are not held against the controller', () => {
  const made = replaceSlice(healthy(), aSlice([anEndpoint(1)], { name: 'web-held', labels: CONTROLLED }), {
    deletionTimestamp: ago(300),
    finalizers: ['example.com/audit'],
  })
  expect(codesOf(change(made, ['pods', podOn('n1', 9)]))).toEqual(['SC-G24'])
})

test('[SC-G25] a pod in the slice that is left and in another counts once', () => {
  const made = handMade([anEndpoint(2, { nodeName: 'n2' })], { name: 'mirrored' })
  made.set('pods', podOn('n2', 2))
  replaceSlice(made, aSlice([anEndpoint(2, { nodeName: 'n2' })], { name: 'web-left', labels: CONTROLLED }), {
    ownerReferences: OWNED,
  })
  expect(made.graph('shop/web').summary.counts).toMatchObject({ ready: 1, total: 1 })
  expect(codesOf(made)).toContain('SC-G25')
})

function warned(reason: string, message: string, seconds = 60): TestCluster {
  return change(healthy(), [
    'events',
    {
      metadata: { name: 'web.1', namespace: 'shop', uid: 'event' },
      involvedObject: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'service-web' },
      type: 'Warning',
      reason,
      message,
      lastTimestamp: ago(seconds),
    },
  ])
}

describe('[SC-G27] warning events about the Service', () => {
  test.each([
    [
      'FailedToUpdateEndpointSlices',
      'Error updating Endpoint Slices for Service shop/web: etcdserver: no space',
      'etcdserver: no space',
    ],
    ['SomethingElse', 'the mesh refuses it', 'Warning event SomethingElse: the mesh refuses it.'],
  ])('%s is told with its reason', (reason, message, says) => {
    expect(findingOf(warned(reason, message), 'SC-G27').sentence).toContain(says)
  })

  test('what another rule tells, or what is long past, is not', () => {
    const gone =
      'Error updating Endpoint Slices for Service shop/web: skipping Pod x for Service shop/web: Node y Not Found'
    expect(codesOf(warned('FailedToUpdateEndpointSlices', gone))).not.toContain('SC-G27')
    expect(codesOf(warned('SomethingElse', 'the mesh refuses it', 3_000))).not.toContain('SC-G27')
    const repaired = 'Cluster IP [IPv4]: 10.96.0.7 is not allocated; repairing'
    expect(codesOf(warned('ClusterIPNotAllocated', repaired))).not.toContain('SC-G27')
  })
})

test('[SC-G32] the Service of a pod that the StatefulSet no longer asks for is left from before', () => {
  const selector = { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-2' }
  const made = change(
    empty({ selector }),
    ['pods', podOn('n1', 0, { metadata: { labels: { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' } } })],
    ['statefulsets', aWorkload({ replicas: 1, spec: { serviceName: 'peers' }, status: { replicas: 1 } })],
  )
  const { findings } = diagnoseWeb(made)
  expect(findings).toMatchObject([{ code: 'SC-G32', severity: 'info' }])
})

function endpoints(...ips: readonly string[]): readonly ['endpoints', Raw] {
  const subsets = [{ addresses: ips.map(ip => ({ ip })), ports: [{ name: 'http', port: 8080 }] }]
  return ['endpoints', { metadata: { name: 'web', namespace: 'shop', uid: 'e', creationTimestamp: ago(600) }, subsets }]
}

describe('Endpoints and slices', () => {
  test('[SC-E15] an object that lacks what slices have is told too', () => {
    expect(findingOf(change(healthy(), endpoints('10.0.0.1', '10.0.0.9')), 'SC-E15').facts).toBe(
      '1 address in it is not ready in any slice (10.0.0.9), and it lacks 2 addresses that are ready in a slice (10.0.0.2 and 10.0.0.3); kube-proxy reads only EndpointSlices',
    )
  })

  test('[SC-A5] mirrored slices that differ from their object are told, in both directions', () => {
    const labels = { 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io' }
    const listing = [1, 2].map(n => anEndpoint(n, { targetRef: null }))
    const made = change(handMade(listing, { labels }), endpoints('10.0.0.1', '10.0.0.9'))
    const { findings } = diagnoseWeb(made)
    expect(findings).toMatchObject([{ code: 'SC-A5', severity: 'warning', causeCertainty: 'likely' }])
    expect(findings[0]?.facts).toBe(
      'Endpoints web names 10.0.0.9, which no mirrored slice lists; slice web-1 lists 10.0.0.2, which Endpoints web does not name; kube-proxy reads the slices alone',
    )
    expect(codesOf(change(handMade(listing, { labels }), endpoints('10.0.0.1', '10.0.0.2')))).toEqual([])
  })

  test('[SC-A4] of a headless Service a port of another name has no SRV record', () => {
    const ports = [{ name: 'web', protocol: 'TCP', port: 8080 }]
    const headless = { clusterIP: 'None', clusterIPs: ['None'] }
    const made = handMade([anEndpoint(1, { targetRef: null })], { ports }, headless)
    expect(diagnoseWeb(made).findings).toMatchObject([
      {
        code: 'SC-A4',
        severity: 'warning',
        facts:
          'EndpointSlice web-1 calls its ports web/TCP, the Service http/TCP, and DNS names ports as the slices do: _http._tcp.web does not exist; the addresses resolve all the same',
      },
    ])
  })
})

describe('endpoints of what is gone', () => {
  test('[SC-G2] that stand for a Node by their targetRef', () => {
    const targetRef = { kind: 'Node', name: 'n9', uid: 'node-n9' }
    const { findings } = diagnoseWeb(handMade([anEndpoint(1, { targetRef })]))
    expect(findings).toMatchObject([{ code: 'SC-G2', severity: 'warning', lead: 'Node n9 is gone' }])
    expect(findings[0]?.remedy).toContain('Check why')
  })

  test('[SC-G3] that name a pod without its uid', () => {
    const targetRef = { kind: 'Pod', namespace: 'shop', name: 'web-9' }
    expect(codesOf(handMade([anEndpoint(1, { targetRef })]))).toEqual(['SC-G3'])
  })
})

describe('[SC-E5] policy Local', () => {
  test('counts all nodes, and says how many of the bare ones run pods', () => {
    const made = healthy()
    made.set('services', aService({ internalTrafficPolicy: 'Local' }, { creationTimestamp: ago(86_400) }))
    made.set('nodes', aNode('n4', 'eu-1a'), aNode('n5', 'eu-1b'))
    expect(findingOf(made, 'SC-E5')).toMatchObject({
      severity: 'info',
      facts:
        '2 of 5 nodes (n4 and n5) have no ready endpoint, and clients on them would get no answer; no pod runs on them',
    })
    made.set('pods', podOn('n4', 40, { metadata: { name: 'client', uid: 'client', labels: {} } }))
    expect(findingOf(made, 'SC-E5')).toMatchObject({
      severity: 'warning',
      facts: '2 of 5 nodes (n4 and n5) have no ready endpoint, and clients on them get no answer; 1 of them runs pods',
    })
  })
})

function declaring(containers: readonly Raw[]): TestCluster {
  const made = healthy()
  for (const n of [1, 2, 3]) made.set('pods', podOn(`n${n}`, n, { spec: { containers } }))
  return made
}

describe('[SC-E3] a targetPort that no container declares', () => {
  test('comes first where each container declares others', () => {
    const ports = [{ name: 'metrics', containerPort: 9090 }]
    const found = findingOf(declaring([{ name: 'main', ports, readinessProbe: {} }]), 'SC-E3')
    expect(found).toMatchObject({ severity: 'info', causeCertainty: 'hint', explains: 1 })
    expect(found.sentence).toMatch(
      /^Target port is not a declared container port: .* all 3 pods declare metrics 9090\/TCP\./,
    )
  })

  test('is a remark where a container declares none, for it may listen there', () => {
    const containers = [
      { name: 'main', readinessProbe: {} },
      { name: 'proxy', ports: [{ containerPort: 15090 }] },
    ]
    expect(findingOf(declaring(containers), 'SC-E3').explains).toBe(0)
  })
})

test('[SC-C2] a volume that a Node which does not answer keeps is told as that', () => {
  const made = ending(REPLICA_SET, [podOn('n1', 1)])
  made.set('pods', podOn('n2', 5, { metadata: { name: 'web-5', uid: 'pod-5' }, status: PENDING }))
  made.set('events', {
    metadata: { name: 'web-5.1', namespace: 'shop', uid: 'event' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-5', uid: 'pod-5' },
    type: 'Warning',
    reason: 'FailedAttachVolume',
    message: 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-0',
    lastTimestamp: ago(60),
  })
  expect(findingOf(made, 'SC-C2').sentence).toMatch(/^Likely: node n3 does not release the volume\. /)
})
