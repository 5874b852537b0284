import { describe, expect, test } from 'vitest'
import { aNode, aService, change, empty, healthy, NODE_LOST, type Raw, ZONES } from '../law/raw.ts'
import {
  ago,
  cluster,
  diagnoseWeb,
  evidenceOf,
  NOW,
  notReadyStatus,
  podOn,
  runningContainer,
  type TestCluster,
  watch,
  verdictIn,
} from '../testing/web-service.ts'
import { begunOf } from './begun.ts'
import { changesOf } from './changes-of.ts'
import { putTogether } from './put-together.ts'
import type { Watched } from './watched.ts'

function told(made: TestCluster, watched?: readonly Watched[]) {
  const evidence = evidenceOf(made, watched === undefined ? {} : { watched })
  return changesOf(made.graph('shop/web'), evidence, NOW)
}

function texts(made: TestCluster, watched?: readonly Watched[]): readonly string[] {
  return told(made, watched).map(({ text }) => text)
}

/** The verdict's sentence, where health was seen to change `seconds` before NOW. */
function verdict(made: TestCluster, seconds: number | null = null): string {
  const graph = made.graph('shop/web')
  const evidence = evidenceOf(made, { healthSince: seconds === null ? null : NOW - seconds * 1000 })
  const { findings } = diagnoseWeb(made, evidence)
  const begun = begunOf(findings, changesOf(graph, evidence, NOW), { graph, evidence, now: NOW })
  return verdictIn(made, { findings, begun, more: evidence }).sentence
}

const TEMPLATE = { metadata: { labels: { app: 'web' } } }

function deployment(revision: number, spec: Raw = {}): Raw {
  return {
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'deployment-web',
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    },
    spec: { replicas: 3, template: TEMPLATE, ...spec },
    status: { replicas: 3, updatedReplicas: 3 },
  }
}

function replicaSet(revision: number, image: string, seconds: number): Raw {
  return {
    metadata: {
      name: `web-r${revision}`,
      namespace: 'shop',
      uid: `rs-${revision}`,
      creationTimestamp: ago(seconds),
      labels: { 'pod-template-hash': `r${revision}` },
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'deployment-web', controller: true }],
    },
    spec: { replicas: 3, template: { ...TEMPLATE, spec: { containers: [{ name: 'main', image }] } } },
  }
}

function ofRevision(revision: number, n: number, seconds: number, status: Raw = {}): Raw {
  return podOn(`n${n}`, n, {
    metadata: {
      creationTimestamp: ago(seconds),
      labels: { app: 'web', 'pod-template-hash': `r${revision}` },
      ownerReferences: [{ kind: 'ReplicaSet', name: `web-r${revision}`, uid: `rs-${revision}`, controller: true }],
    },
    status,
  })
}

function crashing(seconds: number): Raw {
  const waiting = { reason: 'CrashLoopBackOff' }
  const { conditions, ...status } = Object(
    notReadyStatus(runningContainer('main', { ready: false, restartCount: 3, state: { waiting } })),
  )
  return { ...status, conditions: [{ ...Object(conditions[0]), lastTransitionTime: ago(seconds) }] }
}

/** Revision 14 was rolled out 100 s ago; its one pod, the third, is broken since 60 s. */
function rolledOut(brokenSince = 60): TestCluster {
  const made = cluster(
    [ofRevision(13, 1, 90_000), ofRevision(13, 2, 90_000), ofRevision(14, 3, 95, crashing(brokenSince))],
    ZONES,
  )
  made.set('deployments', deployment(14))
  made.set('replicasets', replicaSet(13, 'web:2.0', 90_000), replicaSet(14, 'web:2.1', 100))
  return made
}

function downNode(name: string, zone: string): Raw {
  const conditions = [{ type: 'Ready', status: 'Unknown', lastTransitionTime: ago(30) }]
  return { ...aNode(name, zone), status: { conditions } }
}

function readyWent(from: number, to: number, time: number): Watched {
  return { type: 'ready', from, to, time, last: time }
}

function scaled(from: number, to: number, time: number): Watched {
  const workload = { kind: 'Deployment', namespace: 'shop', name: 'web' }
  return { type: 'scaling', workload, from, to, time, last: time }
}

function lostAt(seconds: number): Raw {
  return { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }] }
}

describe('what changed, by the times in the objects', () => {
  test('a rollout is a ReplicaSet, with the images that differ; pods that were made for it stand together', () => {
    expect(told(rolledOut())).toMatchObject([
      { text: 'pod web-3 was created', kind: 'pods-created', basis: 'object', count: 1 },
      {
        text: 'Deployment web rolled out revision 14 (image web:2.1, before web:2.0)',
        kind: 'rollout',
        basis: 'object',
        time: NOW - 100_000,
        subject: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      },
    ])
  })

  test('a ReplicaSet of half an hour ago that is taken up again is rolled out when that was seen', () => {
    const again = (revision: number) => {
      const { metadata, ...set } = Object(replicaSet(14, 'web:2.1', 1800))
      return {
        ...set,
        metadata: { ...metadata, annotations: { 'deployment.kubernetes.io/revision': String(revision) } },
      }
    }
    const made = cluster([ofRevision(13, 1, 90_000)], ZONES)
    made.set('deployments', deployment(15))
    made.set('replicasets', replicaSet(13, 'web:2.0', 90_000), again(14))
    watch(made, 100)
    made.set('deployments', deployment(16))
    made.set('replicasets', again(16))
    const rollouts = told(made).filter(({ kind }) => kind === 'rollout')
    expect(rollouts).toMatchObject([
      { text: expect.stringContaining('revision 16 '), basis: 'recorded', time: NOW - 100_000 },
    ])
  })

  test('pods of one owner that come close together are one change, however many', () => {
    const pods = Array.from({ length: 200 }, (_, n) => ofRevision(7, n + 1, 900 - n))
    const made = cluster(pods, ZONES)
    expect(told(made)).toMatchObject([{ text: '200 pods of ReplicaSet web-r7 were created', count: 200 }])
  })

  test('Nodes of one zone that turn together are one change', () => {
    const made = healthy()
    made.set('nodes', downNode('n1', 'eu-1a'), downNode('n2', 'eu-1a'), downNode('n3', 'eu-1c'))
    expect(texts(made)).toEqual(['2 nodes of eu-1a went NotReady', 'node n3 went NotReady'])
  })

  test('what is older than an hour is not told, nor what cannot be read', () => {
    const made = rolledOut()
    const evidence = evidenceOf(made)
    expect(changesOf(made.graph('shop/web'), evidence, NOW + 3_600_000)).toEqual([])
    made.coverages.set('replicasets', 'forbidden')
    made.coverages.set('pods', 'forbidden')
    expect(texts(made)).toEqual([])
  })

  test('never more than fifty', () => {
    const watched = Array.from({ length: 200 }, (_, n): Watched => {
      const time = NOW - n * 1000
      return { type: 'slice', name: `s-${n}`, text: null, from: 1, to: 2, count: 1, time, last: time }
    })
    expect(told(healthy(), watched)).toHaveLength(50)
  })
})

describe('what changed, as it was seen', () => {
  test('an edit of the Service tells the value before and after', () => {
    const made = watch(healthy())
    const ports = [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 9090 }]
    made.set('services', aService({ ports, internalTrafficPolicy: 'Local' }, { creationTimestamp: ago(86_400) }))
    expect(texts(made)).toEqual([
      "the Service's ports went from http TCP 80 to 8080 to http TCP 80 to 9090",
      "the Service's internalTrafficPolicy went from Cluster to Local",
    ])
  })

  test('scaling, a revision taken up again, and pods that are deleted, restarted and relabelled', () => {
    const made = cluster([ofRevision(1, 1, 90_000), ofRevision(1, 2, 90_000), ofRevision(1, 3, 90_000)], ZONES)
    made.set('deployments', deployment(2))
    made.set('replicasets', replicaSet(1, 'web:1', 90_000), replicaSet(2, 'web:2', 80_000))
    watch(made)
    made.set('deployments', deployment(3, { replicas: 5 }))
    made.set('replicasets', {
      ...replicaSet(3, 'web:1', 90_000),
      metadata: Object(replicaSet(3, '', 90_000))['metadata'],
    })
    const pod = ofRevision(1, 1, 90_000)
    made.set('pods', { ...pod, metadata: { ...Object(pod['metadata']), deletionTimestamp: ago(1) } })
    made.set('pods', ofRevision(1, 2, 90_000, { containerStatuses: [runningContainer('main', { restartCount: 2 })] }))
    const other = ofRevision(1, 3, 90_000)
    made.set('pods', { ...other, metadata: { ...Object(other['metadata']), labels: { app: 'debug' } } })
    expect(texts(made).toSorted()).toEqual([
      'Deployment web rolled out revision 3 (image web:1, before web:2)',
      'Deployment web was scaled from 3 to 5',
      'pod web-1 was deleted',
      'pod web-2 restarted 2 times',
      'pod web-3 was relabeled, and no longer matches',
    ])
  })

  test('what another Service is made of is no change of this one', () => {
    const made = watch(healthy())
    const labels = { app: 'other' }
    const other = (replicas: number) => deployment(1, { replicas, template: { metadata: { labels } } })
    made.set('deployments', other(1))
    made.set('deployments', other(2))
    made.set('services', aService({}, { name: 'other', uid: 'other' }))
    made.set('services', aService({ selector: labels }, { name: 'other', uid: 'other' }))
    expect(texts(made)).toEqual([])
  })

  test('an object that is first seen is no change', () => {
    const made = watch(empty())
    made.set('pods', podOn('n1', 1))
    made.set('deployments', deployment(3))
    expect(texts(made)).toEqual([])
  })

  test('what is alike and close is put together, and what is not stays apart', () => {
    const first = readyWent(12, 9, 0)
    expect(putTogether(first, readyWent(9, 4, 3000))).toMatchObject({ from: 12, to: 4, time: 0, last: 3000 })
    expect(putTogether(first, readyWent(9, 12, 3000))).toBeNull()
    expect(putTogether(first, readyWent(9, 4, 16_000))).toBeNull()
    expect(putTogether(scaled(3, 4, 0), scaled(4, 6, 4000))).toMatchObject({ from: 3, to: 6, time: 0, last: 4000 })
    expect(putTogether(scaled(3, 4, 0), scaled(4, 6, 15_000))).toBeNull()
    expect(putTogether(scaled(4, 12, 0), scaled(12, 5, 2000))).toBeNull()
    expect(putTogether(scaled(3, 4, 0), scaled(4, 0, 15_000))).toBeNull()
    const node: Watched = { type: 'node', what: 'was deleted', zone: null, names: ['n'], time: 1, last: 1 }
    expect(putTogether(first, node)).toBeNull()
    expect(putTogether(node, { ...node, names: ['m'], time: 2, last: 2 })).toEqual({
      ...node,
      names: ['n', 'm'],
      last: 2,
      steps: [
        { time: 1, name: 'n', text: 'node n was deleted' },
        { time: 2, name: 'm', text: 'node m was deleted' },
      ],
    })
  })
})

describe('the verdict names the change after which it began', () => {
  test('a rollout whose pods are the broken ones', () => {
    expect(verdict(rolledOut())).toMatchInlineSnapshot(
      `"Container main is in a crash loop: 1 of 3 backends not ready (web-3), 2 of 3 still ready. The loss began 40 s after the rollout of revision 14 (image web:2.1)."`,
    )
  })

  test('not where others are broken too, or it was broken before, or much later', () => {
    const made = rolledOut()
    made.set('pods', ofRevision(13, 2, 90_000, crashing(60)))
    expect(verdict(made)).not.toContain('began')
    expect(verdict(rolledOut(120))).not.toContain('began')
    const old = rolledOut()
    old.set('replicasets', replicaSet(14, 'web:2.1', 700))
    expect(verdict(old)).not.toContain('began')
  })

  test('the turn of the Node that carries the broken ones', () => {
    const made = cluster(
      [podOn('n1', 1), podOn('n2', 2), podOn('n3', 3, { status: { ...NODE_LOST, ...lostAt(599) } })],
      ZONES,
    )
    const conditions = [{ type: 'Ready', status: 'Unknown', lastTransitionTime: ago(600) }]
    made.set('nodes', { ...aNode('n3', 'eu-1c'), status: { conditions } })
    expect(verdict(made)).toMatchInlineSnapshot(
      `"Likely: node n3 does not answer. 1 of 3 backends not ready (web-3), 2 of 3 still ready. The loss began 1 s after it went NotReady."`,
    )
  })

  test('the Node before the rollout that made the pods, where the Node is the cause', () => {
    const lost = ofRevision(14, 3, 95, { ...NODE_LOST, ...lostAt(60) })
    const made = cluster([ofRevision(13, 1, 90_000), ofRevision(13, 2, 90_000), lost], ZONES)
    made.set('deployments', deployment(14))
    made.set('replicasets', replicaSet(13, 'web:2.0', 90_000), replicaSet(14, 'web:2.1', 100))
    const conditions = [{ type: 'Ready', status: 'Unknown', lastTransitionTime: ago(61) }]
    made.set('nodes', { ...aNode('n3', 'eu-1c'), status: { conditions } })
    expect(verdict(made)).toMatch(/^Likely: node n3 does not answer\..* The loss began 1 s after it went NotReady\.$/)
  })

  test('not a Node that became Ready, nor a pod that was made on the Node after its turn', () => {
    const back = cluster([podOn('n1', 1), podOn('n3', 3, { status: crashing(20) })], ZONES)
    const turned = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(25) }]
    back.set('nodes', { ...aNode('n3', 'eu-1c'), status: { conditions: turned } })
    expect(verdict(back)).not.toContain('began')
    const made = cluster(
      [podOn('n1', 1), podOn('n3', 3, { metadata: { creationTimestamp: ago(20) }, status: crashing(20) })],
      ZONES,
    )
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: ago(25) }]
    made.set('nodes', { ...aNode('n3', 'eu-1c'), status: { conditions } })
    expect(verdict(made)).not.toContain('began')
  })

  test('not a rollout whose pods served for a while, or are being deleted', () => {
    const made = (of: Raw) => {
      const cl = cluster([ofRevision(13, 1, 90_000), of], ZONES)
      cl.set('deployments', deployment(14))
      cl.set('replicasets', replicaSet(13, 'web:2.0', 90_000), replicaSet(14, 'web:2.1', 300))
      return cl
    }
    expect(verdict(made(ofRevision(14, 3, 290, crashing(240))))).toContain('began 60 s after the rollout')
    expect(verdict(made(ofRevision(14, 3, 290, crashing(220))))).not.toContain('began')
    const pod = ofRevision(14, 3, 290, crashing(280))
    expect(
      verdict(made({ ...pod, metadata: { ...Object(pod['metadata']), deletionTimestamp: ago(1) } })),
    ).not.toContain('began')
  })

  test('not the first rollout: nothing was there before', () => {
    const made = cluster([ofRevision(1, 3, 95, crashing(90))], ZONES)
    made.set('deployments', deployment(1))
    made.set('replicasets', replicaSet(1, 'web:2.1', 100))
    expect(verdict(made)).not.toContain('began')
  })

  test('an edited selector, where its trouble was seen to begin', () => {
    const made = change(empty(), ['pods', podOn('n1', 1)])
    change(watch(made, 62), ['services', aService({ selector: { app: 'wbe' } })])
    expect(verdict(made, 60)).toMatchInlineSnapshot(
      `"Likely: selector typo. app=wbe matches 0 of 1 pod in shop; 1 pod differs only in app: \`wbe\` in the selector, \`web\` on the pods. The loss began 2 s after the edit of the Service's selector (before: app=web)."`,
    )
    expect(verdict(made)).not.toContain('began')
    // Half a minute later it has another cause.
    expect(verdict(made, 31)).not.toContain('began')
  })

  test('a scaling to zero; and a guess stays behind all that is known', () => {
    const made = empty()
    made.set('deployments', deployment(1))
    watch(made, 30)
    made.set('deployments', deployment(1, { replicas: 0 }))
    expect(verdict(made, 30)).toMatchInlineSnapshot(
      `"Deployment web is scaled to zero: it wants 0 pods. It was scaled from 3 to 0 at 11:59:30 UTC."`,
    )
    const gone = empty({ selector: { service: 'front' } })
    change(watch(gone, 65), ['services', aService({ selector: { service: 'back' } })])
    expect(verdict(gone, 60)).toMatchInlineSnapshot(
      `"Selector matches no pod: service=back matches 0 of 0 pods in shop and none in any other namespace (searched 1 of 1 namespace). The loss began 5 s after the edit of the Service's selector (before: service=front). Possible cause: the pods were not created, or have other labels."`,
    )
  })
})

describe('[SC-B9] [SC-G6] who did not watch says nothing', () => {
  test('nor who saw an edit that is undone, or a pod that is gone', () => {
    const made = watch(change(empty(), ['pods', podOn('n1', 1)]))
    made.set('services', aService({ selector: { app: 'web' } }))
    expect(diagnoseWeb(made).findings.map(({ code }) => code)).not.toContain('SC-B9')
    const edited = change(empty(), ['pods', podOn('n1', 1)])
    change(watch(edited), ['services', aService({ selector: { service: 'front' } })])
    expect(diagnoseWeb(edited).findings.map(({ code }) => code)).toContain('SC-B9')
    edited.delete('pods', podOn('n1', 1))
    expect(diagnoseWeb(edited).findings.map(({ code }) => code)).not.toContain('SC-B9')
  })

  test('[SC-B9] pods that were relabelled one after another are told together', () => {
    const made = watch(change(empty(), ['pods', podOn('n1', 1)], ['pods', podOn('n2', 2)]))
    made.set('pods', podOn('n1', 1, { metadata: { labels: { run: 'debug' } } }))
    made.set('pods', podOn('n2', 2, { metadata: { labels: { run: 'debug' } } }))
    expect(diagnoseWeb(made).findings.find(({ code }) => code === 'SC-B9')?.sentence).toMatchInlineSnapshot(
      `"Likely: pod labels were edited. 2 pods matched app=web until their labels were edited; 0 of 2 pods in shop match now."`,
    )
  })

  test('[SC-B9] relabelled pods that are still there', () => {
    const made = watch(change(empty(), ['pods', podOn('n1', 1)]))
    made.set('pods', podOn('n1', 1, { metadata: { labels: { run: 'debug' } } }))
    expect(diagnoseWeb(made).findings.find(({ code }) => code === 'SC-B9')?.sentence).toMatchInlineSnapshot(
      `"Likely: pod labels were edited. 1 pod matched app=web until its labels were edited; 0 of 1 pod in shop match now."`,
    )
  })
})
