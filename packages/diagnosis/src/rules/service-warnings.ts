import { type Event, eventTime } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { messageWords } from '../words/message-words.ts'
import { warningsAbout } from '../pods/pod-events.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import type { Severity } from '../finding.ts'
import { isEnding } from './being-deleted.ts'

/** Controllers repeat a failure at least that often; what is older may have passed. */
const RECENT_MS = 1_200_000

/** [SC-G27] A controller has written a warning event about the Service itself. */
export const serviceWarnings: Rule = {
  code: 'SC-G27',
  title: 'Warning events of the Service',
  inputs: ['events'],
  helps: ['namespaces'],
  arises: isJudged,
  find: c => {
    if (isEnding(c)) return null
    const [event] = warningsAbout(c, c.facts.uid).filter(each => isRecent(each, c) && isNews(each, c))
    if (event === undefined) return null
    const { reason = '', message = '' } = event
    const { lead, severity, remedy } = KNOWN[reason] ?? { ...OTHER, lead: `Warning event ${reason}` }
    return {
      severity,
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead,
      facts: saidWords(message) || `event ${reason} gives no message`,
      evidence: [{ object: serviceRef(c), field: `event ${reason}`, found: message || 'no message', expected: '' }],
      kubectl: kubectlIn(
        c,
      )`get events --field-selector involvedObject.kind=Service,involvedObject.name=${c.facts.name}`,
      remedy,
      explains: 0,
    }
  },
}

interface Known {
  readonly lead: string
  readonly severity: Severity
  readonly remedy: string
}

const OTHER: Omit<Known, 'lead'> = {
  severity: 'info',
  remedy: 'Check the event: its component reports what it could not do for this Service.',
}

const KNOWN: Readonly<Record<string, Known>> = {
  TopologyAwareHintsDisabled: {
    lead: 'Topology aware hints are off',
    severity: 'info',
    remedy:
      'Check the condition that the message names: endpoints in each zone, nodes with a zone and allocatable CPU.',
  },
  FailedToUpdateEndpointSlices: {
    lead: 'EndpointSlices of the Service cannot be updated',
    severity: 'warning',
    remedy: 'Check what the message names: the slices do not change until it is fixed.',
  },
  FailedToListPods: {
    lead: 'EndpointSlice controller cannot list pods',
    severity: 'warning',
    remedy: 'Check that kube-controller-manager has permission to list pods: the slices do not change until then.',
  },
  SyncLoadBalancerFailed: {
    lead: 'Load balancer sync failed',
    severity: 'warning',
    remedy: 'Check what the message names: the load balancer keeps its last configuration until it is fixed.',
  },
}

function isRecent(event: Event, c: Case): boolean {
  const time = toTime(eventTime(event))
  return Number.isNaN(time) || !c.clock.isPast(time + RECENT_MS)
}

/** Whether no other rule tells it, and it still holds as far as objects show. */
function isNews({ reason, message = '' }: Event, c: Case): boolean {
  // SC-E14a tells it beside the address that lacks.
  if (reason === 'SyncLoadBalancerFailed') return (c.service.status?.loadBalancer?.ingress ?? []).length > 0
  // The pod's Node is gone: SC-C5.
  if (reason === 'FailedToUpdateEndpointSlices') return !/: Node \S+ Not Found/.test(message)
  // The API server's allocators report what they have repaired as a warning too (pkg/registry/core/service/*allocator).
  if (message.endsWith('; repairing')) return false
  if (reason === 'TopologyAwareHintsDisabled') return c.graph.endpoints.every(({ hints }) => hints === null)
  return true
}

/** Without the Service's name, which controllers put before the reason. */
function saidWords(message: string): string {
  return messageWords(
    message.replace(/^Error (?:updating Endpoint Slices|syncing load balancer)(?: for Service \S+)?: /, ''),
  )
}
