import { expect, test } from 'vitest'
import {
  aPod,
  aService,
  aSlice,
  aWorkload,
  change,
  handMade,
  healthy,
  type Raw,
  withAbsent,
  withThird,
  FAILING,
} from '../law/raw.ts'
import {
  ago,
  aNode,
  anEndpoint,
  cluster,
  codesOf,
  diagnoseWeb,
  findingOf,
  NOW,
  podOn,
  sliceOf,
  TERMINATING,
  watch,
} from '../testing/web-service.ts'

test('[SC-E1] whose port nobody is ready for says so, however many are ready for others', () => {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'admin', port: 81, targetPort: 'admin' },
  ]
  const made = change(healthy(), ['services', aService({ ports })])
  expect(findingOf(made, 'SC-E1').sentence).toMatchInlineSnapshot(
    `"No container has port admin: port admin of the Service targets \`admin\`, and 3 pods of 3 have no port; no backend is ready for port admin."`,
  )
})

function named(name: string) {
  return { containers: [{ name: 'main', readinessProbe: {}, ports: [{ name, containerPort: 8080 }] }] }
}

test('[SC-E1] where some pods have the port, how many have not', () => {
  const pods = [podOn('n1', 1, { spec: named('web') }), podOn('n2', 2, { spec: named('http') })]
  const made = cluster(pods)
  made.set('services', aService({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] }))
  expect(findingOf(made, 'SC-E1').sentence).toMatchInlineSnapshot(
    `"Some containers lack port web: port http of the Service targets \`web\`, and 1 pod of 2 has http 8080/TCP; 2 of 2 ready for port http."`,
  )
})

test('[SC-E5] where no node has a ready endpoint nobody is told that some have', () => {
  const service = { internalTrafficPolicy: 'Local' }
  const made = handMade([anEndpoint(1, { targetRef: null, nodeName: undefined })], {}, service)
  const client = aPod(40, { metadata: { name: 'client', uid: 'client', labels: {} }, spec: { nodeName: 'n1' } })
  expect(findingOf(change(made, ['pods', client]), 'SC-E5').sentence).toMatchInlineSnapshot(
    `"internalTrafficPolicy Local serves no node: no ready endpoint runs on a known node, so no client gets an answer."`,
  )
})

test('[SC-E11] the condition or the taint is shown, whichever is there', () => {
  const condition = { type: 'NetworkUnavailable', status: 'True' }
  const node = aNode('n2', 'eu-1b')
  const ready = { type: 'Ready', status: 'True' }
  const byCondition = change(healthy(), ['nodes', { ...node, status: { conditions: [ready, condition] } }])
  expect(findingOf(byCondition, 'SC-E11').evidence[0]?.field).toBe('status.conditions[NetworkUnavailable]')
  const taints = [{ key: 'node.kubernetes.io/network-unavailable' }]
  const byTaint = change(healthy(), ['nodes', { ...node, spec: { taints } }])
  expect(findingOf(byTaint, 'SC-E11').evidence[0]?.field).toBe('spec.taints')
})

const BARE = [anEndpoint(1, { targetRef: null })]

function victim(spec = {}) {
  return aPod(1, { metadata: { name: 'victim', namespace: 'pay', uid: 'victim', labels: {} }, spec })
}

test('[SC-G4] an address without targetRef is that of a pod in another namespace', () => {
  const made = change(handMade(BARE), ['pods', victim()])
  made.set('namespaces', { metadata: { name: 'pay', uid: 'ns-pay' }, status: { phase: 'Active' } })
  expect(findingOf(made, 'SC-G4').sentence).toMatchInlineSnapshot(
    `"Endpoints point into another namespace: 1 endpoint points to pods in pay (10.0.0.1 is victim), which a selector never does. Possible cause: the writer bypasses network policies (CVE-2021-25740)."`,
  )
  expect(findingOf(made, 'SC-G4').kubectl).toContain('status.podIP=10.0.0.1')
})

function resources(reads: readonly { readonly resource: string }[]): readonly string[] {
  return reads.map(({ resource }) => resource)
}

test('[D4] [SC-G4] what slices tell by themselves is for all who may read slices', () => {
  const targetRef = { kind: 'Pod', namespace: 'pay', name: 'x', uid: 'x' }
  const told = findingOf(handMade([anEndpoint(1, { targetRef })]), 'SC-G4')
  expect(resources(told.reads)).toEqual(['services', 'endpointslices'])
  expect(resources(findingOf(change(handMade(BARE), ['pods', victim()]), 'SC-G4').reads)).toContain('pods')
})

test('[SC-G4] the address of a Node is in no namespace, though hostNetwork pods have it', () => {
  expect(codesOf(change(handMade(BARE), ['pods', victim({ hostNetwork: true })]))).not.toContain('SC-G4')
})

test('[SC-G8] a workload that has just been scaled up alarms nobody, until its pods are late', () => {
  const status = {
    replicas: 3,
    updatedReplicas: 3,
    conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
  }
  const scaledUp = (seconds: number) => {
    const made = watch(change(healthy(), ['deployments', aWorkload({ status })]), seconds)
    return change(made, ['deployments', aWorkload({ replicas: 5, status })])
  }
  const fresh = diagnoseWeb(scaledUp(5))
  expect(fresh.findings).toMatchObject([{ code: 'SC-G8', severity: 'info' }])
  expect(fresh.recheckAt).toBe(NOW + 25_000)
  expect(findingOf(scaledUp(40), 'SC-G8').severity).toBe('warning')
})

function replaced(seconds: number) {
  const leaving = podOn('n3', 3, { metadata: { deletionTimestamp: ago(seconds) } })
  const slice = sliceOf([podOn('n1', 1), podOn('n2', 2), leaving])
  const [first, second, third]: readonly Raw[] = Object(slice).endpoints
  const endpoints = [first, second, { ...third, conditions: TERMINATING }]
  const set = aWorkload({ status: { replicas: 3 } })
  return change(healthy(), ['pods', leaving], ['endpointslices', { ...slice, endpoints }], ['statefulsets', set])
}

test('[SC-G8] a pod that goes for another to come alarms nobody, unless it does not go', () => {
  expect(codesOf(replaced(0))).not.toContain('SC-G8')
  expect(findingOf(replaced(61), 'SC-G8').severity).toBe('warning')
})

test('[SC-G8] says why the rest cannot be made', () => {
  const message = 'pods "web-x" is forbidden: exceeded quota: few, requested: pods=1, used: pods=3, limited: pods=3'
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }]
  const status = { replicas: 3, updatedReplicas: 3, conditions }
  const made = change(healthy(), ['deployments', aWorkload({ replicas: 4, status })])
  expect(findingOf(made, 'SC-G8').sentence).toMatchInlineSnapshot(
    `"Quota few rejects new pods: Deployment web cannot create 1 pod (exceeded quota: few, requested: pods=1, used: pods=3, limited: pods=3); 3 of 4 wanted backends are ready."`,
  )
})

test('[SC-G8] a quota is told beside what ails the pods that are there', () => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', message: 'pods "x" is forbidden: exceeded quota: one' }]
  const made = cluster([podOn('n1', 1, { status: FAILING })])
  made.set('deployments', aWorkload({ status: { replicas: 1, conditions } }))
  expect(findingOf(made, 'SC-G8')).toMatchObject({
    severity: 'critical',
    sentence:
      'Quota one rejects new pods: Deployment web cannot create 2 pods (exceeded quota: one); 0 of 3 wanted backends are ready.',
  })
  made.set('deployments', aWorkload({ status: { replicas: 1 } }))
  expect(codesOf(made)).not.toContain('SC-G8')
})

test('[SC-G8] nobody is told that a pod lacks which is there and left out', () => {
  const made = withAbsent({ spec: { nodeName: 'n9' } })
  const status = { replicas: 3, updatedReplicas: 3, conditions: [] }
  const codes = codesOf(change(made, ['deployments', aWorkload({ replicas: 3, status })]))
  expect(codes).toContain('SC-C5')
  expect(codes).not.toContain('SC-G8')
})

test('[SC-G9] its command shows who names the Service', () => {
  const spec = { service: { namespace: 'shop', name: 'web' } }
  const made = change(withThird(FAILING), ['apiservices', { metadata: { name: 'v1.example.com', uid: 'a' }, spec }])
  expect(findingOf(made, 'SC-G9').kubectl).toBe('kubectl get apiservice/v1.example.com')
})

test('[SC-G12] what others add to the slices is in no Endpoints object', () => {
  const endpoints = Array.from({ length: 1001 }, (_, n) => ({ addresses: [`10.2.${n >> 8}.${n & 255}`] }))
  const made = change(healthy(), ['endpointslices', aSlice(endpoints, { name: 'by-hand', labels: {} })])
  expect(codesOf(made)).not.toContain('SC-G12')
  expect(codesOf(change(made, ['pods', podOn('n1', 1)]))).not.toContain('SC-G12')
})
