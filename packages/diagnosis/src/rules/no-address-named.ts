import type { Endpoints } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices } from '../slices/slices.ts'

/** [SC-G29] No selector; the Endpoints object of the Service is there, and its writer has put no address into it. */
export const noAddressNamed: Rule = {
  code: 'SC-G29',
  title: 'Endpoints object without addresses',
  inputs: ['endpoints'],
  arises: graph =>
    isJudged(graph) &&
    graph.service.type !== 'ExternalName' &&
    !graph.summary.hasSelector &&
    graph.endpoints.length === 0,
  find: c => {
    const endpoints = emptyEndpoints(c)
    if (endpoints === null) return null
    const { name } = c.facts
    const object = { kind: 'Endpoints', namespace: c.namespace, name }
    const writer = writerOfEmpty(endpoints, c)
    const holder = endpoints.metadata.annotations['leader']
    const isState = isStateOnly(c)
    return {
      severity: isState ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: object,
      lead: isState ? 'Endpoints object holds state only' : 'Endpoints object has no addresses',
      facts: isState
        ? `${writer?.name ?? 'its writer'} keeps its state in Endpoints ${name}, and nothing is meant to answer here`
        : `Endpoints ${name} exists and is empty: its writer${writer === null ? '' : `, ${writer.name},`} has named ${writer?.what ?? 'no address'}${holder === undefined ? '' : ` (its lock names ${holder})`}`,
      evidence: [
        { object, field: 'subsets', found: 'none', expected: isState ? '' : 'an address' },
        ...(holder === undefined
          ? []
          : [{ object, field: 'metadata.annotations["leader"]', found: holder, expected: '' }]),
        { object: serviceRef(c), field: 'spec.selector', found: 'none', expected: '' },
      ],
      kubectl: commands(kubectlIn(c)`get endpoints/${name} -o yaml`, getSlices(c, '-o', 'wide')),
      remedy: isState
        ? 'Check nothing here: the object is a lock and a store, not a list of backends.'
        : `Check why the writer of Endpoints ${name} has listed no address${writer === null ? '' : `: ${writer.look}`}.`,
      remedyClass: 'look',
      explains: isState ? 0 : 1,
    }
  },
}

/** The Endpoints object of the Service's name, if it is there and holds no address at all. Needs endpoints. */
export function emptyEndpoints(c: Case): Endpoints | null {
  const endpoints = c.read('endpoints').get(`${c.namespace}/${c.facts.name}`)
  if (endpoints === undefined || c.graph.summary.hasSelector) return null
  const isEmpty = endpoints.subsets.every(
    ({ addresses, notReadyAddresses }) => addresses.length + notReadyAddresses.length === 0,
  )
  return isEmpty ? endpoints : null
}

interface EmptyWriter {
  readonly name: string
  readonly what: string
  readonly look: string
}

const PATRONI: EmptyWriter = {
  name: 'Patroni',
  what: 'no leader',
  look: 'patronictl list in one of its pods shows whether there is a leader',
}
const LOCKS = ['leader', 'optime', 'ttl', 'renewTime', 'acquireTime', 'transitions'] as const
const PATRONI_LABELS = ['spilo-role', 'postgres-operator.crunchydata.com/cluster'] as const

/** By what it leaves in the object, or on the Service. */
function writerOfEmpty({ metadata }: Endpoints, c: Case): EmptyWriter | null {
  const { labels } = c.service.metadata
  if (
    LOCKS.some(key => metadata.annotations[key] !== undefined) ||
    PATRONI_LABELS.some(key => labels[key] !== undefined) ||
    labels['application'] === 'patroni' ||
    labels['application'] === 'spilo'
  )
    return PATRONI
  if (labels['networking.internal.knative.dev/serverlessservice'] !== undefined)
    return {
      name: 'Knative',
      what: 'no pod and no activator',
      look: 'the ServerlessService of its name and the activator in namespace knative-serving',
    }
  if (labels['mirror.linkerd.io/mirrored-service'] === 'true')
    return {
      name: 'Linkerd multicluster',
      what: 'no gateway, as while the gateway of the other cluster does not answer',
      look: 'linkerd multicluster gateways shows whether it is alive',
    }
  if (labels['app.kubernetes.io/managed-by'] === 'prometheus-operator')
    return {
      name: 'Prometheus Operator',
      what: 'no node',
      look: 'the log of the operator, which writes it while it runs',
    }
  return null
}

/** Patroni keeps its configuration, its failover key and its synchronous standbys in Endpoints of their own. */
function isStateOnly(c: Case): boolean {
  return c.facts.headless && /-(?:config|failover|sync|leader)$/.test(c.facts.name)
}
