/** Who or what keeps pods from being created, by the message of the API server. */
interface Refusal {
  readonly pattern: RegExp
  /** In at most eight words; `$1` is the name that the message gives. */
  readonly lead: string
  readonly remedy: string
}

const QUOTA = 'Check what counts against the quota: other workloads, old rollouts, large requests.'

/** The first that fits. The messages are those of kube-apiserver's admission plugins. */
const REFUSALS: readonly Refusal[] = [
  { pattern: /exceeded quota: ([\w.-]+)/, lead: 'Quota $1 rejects new pods', remedy: QUOTA },
  {
    pattern: /failed quota: ([\w.-]+): must specify/,
    lead: 'Quota $1 requires requests or limits',
    remedy: 'Check the requests and limits of the pod template: the quota requires those that the message names.',
  },
  {
    pattern: /status unknown for quota: ([\w.-]+)/,
    lead: 'Quota $1 has no status yet',
    remedy: 'Check that kube-controller-manager is running with its resource quota controller.',
  },
  {
    pattern: /failed calling webhook "([^"]+)"/,
    lead: 'Admission webhook $1 does not answer',
    remedy: 'Check the Service of the webhook and its pods: until they answer, the API server rejects new pods.',
  },
  {
    pattern: /admission webhook "([^"]+)" denied/,
    lead: 'Admission webhook $1 rejects new pods',
    remedy: 'Compare the pod template with the policy that the message names.',
  },
  {
    pattern: /ValidatingAdmissionPolicy '([^']+)'/,
    lead: 'Admission policy $1 rejects new pods',
    remedy: 'Compare the pod template with the policy that the message names.',
  },
  {
    pattern: /violates PodSecurity/,
    lead: 'Pod Security rejects new pods',
    remedy: 'Compare the pod template with the Pod Security level that the namespace enforces.',
  },
  {
    pattern: /security context constraint/,
    lead: 'Security context constraints reject new pods',
    remedy: 'Compare the securityContext of the pod template with the constraints that the service account may use.',
  },
  {
    pattern: /serviceaccount "?([\w.-]+)"? not found/i,
    lead: 'Service account $1 does not exist',
    remedy: 'Check the serviceAccountName of the pod template: it must exist in this namespace.',
  },
  {
    pattern: /no PriorityClass with name ([\w.-]+)/,
    lead: 'Priority class $1 does not exist',
    remedy: 'Check the priorityClassName of the pod template: it must exist.',
  },
  {
    pattern: /RuntimeClass "([^"]+)" not found/,
    lead: 'Runtime class $1 does not exist',
    remedy: 'Check the runtimeClassName of the pod template: it must exist.',
  },
  {
    pattern: /(?:maximum|minimum) \S+ usage per (?:Container|Pod)|limit to request ratio per/,
    lead: 'Limit range rejects new pods',
    remedy: 'Compare the requests and limits of the pod template with the LimitRange of the namespace.',
  },
  {
    pattern: /because it is being terminated/,
    lead: 'Namespace is being deleted',
    remedy: 'Recreate the namespace after it is gone.',
  },
  {
    pattern: /\bis invalid: /,
    lead: 'Pod template is invalid',
    remedy: 'Check the field of the pod template that the message names.',
  },
]

const OTHER: Omit<Refusal, 'pattern'> = {
  lead: 'New pods cannot be created',
  remedy: 'Check what the message names.',
}

/** What rejects new pods, in a few words, and what to do about it. */
export function refusalOf(message: string): { readonly lead: string; readonly remedy: string } {
  for (const { pattern, lead, remedy } of REFUSALS) {
    const match = pattern.exec(message)
    if (match !== null) return { lead: lead.replace('$1', () => match[1] ?? ''), remedy }
  }
  return OTHER
}

/** The webhook that a message says does not answer. */
export function deadWebhook(message: string): string | null {
  return /failed calling webhook "([^"]+)"/.exec(message)?.[1] ?? null
}
