import { expect, test } from 'vitest'
import { BLACKED_OUT, redact } from './redact.ts'
import { RESOURCES } from './resources.ts'

const SECRET = 'hunter2'

test('what the allow-list names is shown; what it does not name is blacked out, and its path is told', () => {
  const raw = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '7',
      labels: { app: 'web' },
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': SECRET },
      managedFields: [{ manager: SECRET }],
    },
    spec: {
      nodeName: 'node-a',
      containers: [
        { name: 'app', image: 'app:1', env: [{ name: 'PASSWORD', value: SECRET }], command: [SECRET] },
        { name: 'side', image: 'side:1', env: [] },
      ],
      volumes: [{ secret: { secretName: SECRET } }],
    },
    status: { phase: 'Running', podIP: 7 },
  }
  const { object, hidden } = redact(RESOURCES.pods.fields, raw)
  expect(JSON.stringify(object)).not.toContain(SECRET)
  expect(object).toMatchObject({
    apiVersion: 'v1',
    metadata: { name: 'web-1', resourceVersion: '7', labels: { app: 'web' }, managedFields: BLACKED_OUT },
    spec: {
      nodeName: 'node-a',
      containers: [
        { name: 'app', image: 'app:1', env: BLACKED_OUT, command: BLACKED_OUT },
        { name: 'side', image: 'side:1', env: BLACKED_OUT },
      ],
      volumes: BLACKED_OUT,
    },
    status: { phase: 'Running', podIP: BLACKED_OUT },
  })
  expect(hidden).toEqual([
    'metadata.annotations',
    'metadata.managedFields',
    'spec.containers[].env',
    'spec.containers[].command',
    'spec.volumes',
    'status.podIP',
  ])
})

test('of annotations only the named ones have their values', () => {
  const { object, hidden } = redact(RESOURCES.services.fields, {
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'u1',
      annotations: { 'service.kubernetes.io/topology-mode': 'Auto', token: SECRET, ['__proto__']: SECRET },
    },
    spec: {},
  })
  expect(JSON.stringify(object)).toContain('"service.kubernetes.io/topology-mode":"Auto"')
  expect(JSON.stringify(object)).not.toContain(SECRET)
  expect(hidden).toEqual(['metadata.annotations.token', 'metadata.annotations.__proto__'])
})

test('what is no object shows nothing', () => {
  expect(redact(RESOURCES.nodes.fields, [SECRET])).toEqual({ object: {}, hidden: [] })
})
