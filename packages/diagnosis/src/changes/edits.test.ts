import { expect, test } from 'vitest'
import { aService, type Raw } from '../law/raw.ts'
import { ago, cluster, evidenceOf, NOW, podOn } from '../testing/web-service.ts'
import { changesOf } from './changes-of.ts'
import type { Watched } from './watched.ts'

const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'web' }

interface Edits {
  readonly ofService?: readonly Raw[]
  readonly ofDeployment?: readonly Raw[]
  readonly watched?: readonly Watched[]
  readonly events?: readonly Raw[]
  /** Metadata of ReplicaSets. */
  readonly sets?: readonly Raw[]
}

/** An entry of managedFields; those of a spec that own these fields. */
function by(manager: string, seconds: number, ...fields: readonly string[]): Raw {
  const spec = Object.fromEntries(fields.map(field => [`f:${field}`, {}]))
  return { manager, time: ago(seconds), fieldsV1: { 'f:spec': spec } }
}

/** The changes of the Service and its Deployment, both created two hours ago. */
function told({ ofService = [], ofDeployment = [], watched = [], events = [], sets = [] }: Edits): readonly string[] {
  const made = cluster([podOn('n1', 1)])
  const service = aService()
  made.set('services', {
    ...service,
    metadata: { ...Object(service['metadata']), creationTimestamp: ago(7200), managedFields: ofService },
  })
  made.set('deployments', {
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'deployment-web',
      creationTimestamp: ago(7200),
      managedFields: ofDeployment,
    },
    spec: { replicas: 0, template: { metadata: { labels: { app: 'web' } } } },
  })
  made.set('events', ...events)
  made.set('replicasets', ...sets.map(metadata => ({ metadata, spec: { replicas: 1 } })))
  return changesOf(made.graph('shop/web'), evidenceOf(made, { watched }), NOW)
    .filter(({ kind }) => kind === 'service' || kind === 'scaling')
    .map(({ text, basis, time }) => `${(NOW - time) / 1000} s ago (${basis}): ${text}`)
}

function at(seconds: number): { readonly time: number; readonly last: number } {
  return { time: NOW - seconds * 1000, last: NOW - seconds * 1000 }
}

test('an edit that nobody watched is told, with the field where its manager owns no other', () => {
  expect(told({ ofService: [by('kubectl-edit', 300, 'selector')] })).toEqual([
    "300 s ago (object): the Service's selector was edited by kubectl-edit",
  ])
  expect(told({ ofService: [by('helm', 300, 'selector', 'ports')] })).toEqual([
    "300 s ago (object): the Service's spec was edited by helm",
  ])
})

test('a scaling that nobody watched is told with what it is now; another edit of the workload is no scaling', () => {
  expect(told({ ofDeployment: [by('kubectl', 60, 'replicas')] })).toEqual([
    '60 s ago (object): Deployment web was scaled to 0 by kubectl',
  ])
  expect(told({ ofDeployment: [by('kubectl', 90, 'replicas'), by('argocd', 60, 'replicas', 'template')] })).toEqual([])
})

test('making an object is no edit of it, and what is older than an hour is not told', () => {
  expect(told({ ofService: [by('kubectl-create', 7200, 'selector')] })).toEqual([])
  expect(told({ ofDeployment: [by('kubectl', 3700, 'replicas')] })).toEqual([])
})

const SET = { name: 'web-1', uid: 'rs-1', namespace: 'shop', creationTimestamp: ago(7200) }

function scaledEvent(seconds: number, message: string): Raw {
  return {
    metadata: { name: `web.${seconds}`, namespace: 'shop', uid: `event-${seconds}` },
    involvedObject: { kind: 'Deployment', name: 'web', namespace: 'shop', uid: 'deployment-web' },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message,
    lastTimestamp: ago(seconds),
  }
}

test('an event tells of a scaling from what to what, in the words of every version', () => {
  const sets = [SET]
  expect(told({ sets, events: [scaledEvent(60, 'Scaled down replica set web-1 from 3 to 0')] })).toEqual([
    '60 s ago (object): Deployment web was scaled from 3 to 0',
  ])
  expect(told({ sets, events: [scaledEvent(60, 'Scaled up replica set web-1 to 5 from 3')] })).toEqual([
    '60 s ago (object): Deployment web was scaled from 3 to 5',
  ])
  expect(told({ sets, events: [scaledEvent(60, 'Scaled <img src=x> from 3 to 0')] })).toEqual([])
})

test('a rollout is no scaling, and neither is the making of a ReplicaSet', () => {
  const down = scaledEvent(60, 'Scaled down replica set web-1 from 3 to 2')
  const up = scaledEvent(62, 'Scaled up replica set web-2 from 1 to 2')
  const young = { ...SET, name: 'web-2', uid: 'rs-2', creationTimestamp: ago(63) }
  expect(told({ sets: [SET, young], events: [down, up] })).toEqual([])
  expect(told({ sets: [young], events: [up] })).toEqual([])
})

test('what was seen to happen is told once', () => {
  const scaled = { type: 'scaling', workload: WORKLOAD, from: 3, to: 0 } as const
  const ofDeployment = [by('kubectl', 60, 'replicas')]
  const events = [scaledEvent(58, 'Scaled down replica set web-1 from 3 to 0')]
  expect(told({ ofDeployment, events, sets: [SET], watched: [{ ...scaled, ...at(59) }] })).toEqual([
    '59 s ago (recorded): Deployment web was scaled from 3 to 0',
  ])
  expect(told({ ofDeployment, watched: [{ ...scaled, from: 5, to: 3, ...at(600) }] })).toHaveLength(2)
})
