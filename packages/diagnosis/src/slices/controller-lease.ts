import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { CONTROLLER_LEASE, isExpired, type LeaseState } from './leases.ts'
import type { Draft } from '../rule.ts'

const { namespace, name } = CONTROLLER_LEASE

interface Shown {
  /** Undefined where the Lease tells nothing of the cause. */
  readonly lead?: string
  readonly field: string
  readonly found: string
  readonly expected: string
}

/**
 * The draft of a rule that holds the EndpointSlice controller for behind or down, and which of these where the Lease of
 * kube-controller-manager tells. It is asked for only here; while it is being read nothing is added.
 */
export function sharpened(c: Case, draft: Draft): Draft {
  const shown = shownBy(c.lease(CONTROLLER_LEASE))
  if (shown === null) return draft
  const { lead = draft.lead, ...item } = shown
  const evidence: EvidenceItem = { object: { kind: 'Lease', ...CONTROLLER_LEASE }, ...item }
  return { ...draft, lead, evidence: [...draft.evidence, evidence], byLeases: { namespace, without: draft } }
}

const RENEWAL = { field: 'spec.renewTime', expected: 'a time in the last few seconds' }

function shownBy(lease: LeaseState): Shown | null {
  if (lease.state !== 'known') return unread(lease.state)
  const { holder, renewTime, isRenewed } = lease
  if (holder === null)
    return {
      lead: `${name} does not hold its lease`,
      field: 'spec.holderIdentity',
      found: 'none',
      expected: `the instance of ${name} that is running`,
    }
  if (isExpired(lease))
    return {
      ...RENEWAL,
      lead: `${name} stopped renewing its lease`,
      found: `${renewTime}, not renewed since, held by ${holder}`,
    }
  if (!isRenewed) return null
  return {
    ...RENEWAL,
    lead: 'EndpointSlice controller is behind',
    found: `renewed while we watched, by ${holder}`,
    expected: '',
  }
}

/** While it is being read there is nothing to say yet. */
function unread(state: Exclude<LeaseState['state'], 'known'>): Shown | null {
  if (state === 'loading') return null
  const why = state === 'forbidden' ? 'no permission to read its lease' : 'its lease does not exist'
  return { field: RENEWAL.field, expected: '', found: `cannot tell whether ${name} runs: ${why}` }
}
