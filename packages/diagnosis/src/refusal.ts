/** Who or what keeps pods from being created, by the message of the API server. */
interface Refusal {
  readonly pattern: RegExp
  /** In at most eight words; `$1` is the name that the message gives. */
  readonly lead: string
  readonly remedy: string
}

const QUOTA = 'Raise the quota, or free what counts against it: other workloads, finished rollouts, larger requests.'

/** The first that fits. The messages are those of kube-apiserver's admission plugins. */
const REFUSALS: readonly Refusal[] = [
  { pattern: /exceeded quota: ([\w.-]+)/, lead: 'Quota $1 refuses new pods', remedy: QUOTA },
  {
    pattern: /failed quota: ([\w.-]+): must specify/,
    lead: 'Quota $1 asks for requests or limits',
    remedy: 'Give the containers of the pod template the requests and limits that the message names.',
  },
  {
    pattern: /status unknown for quota: ([\w.-]+)/,
    lead: 'Quota $1 has not been counted',
    remedy: 'See whether kube-controller-manager runs its resource quota controller.',
  },
  {
    pattern: /failed calling webhook "([^"]+)"/,
    lead: 'Admission webhook $1 does not answer',
    remedy: 'Look at the Service of the webhook and at its pods: until they answer, the API server refuses new pods.',
  },
  {
    pattern: /admission webhook "([^"]+)" denied/,
    lead: 'Admission webhook $1 refuses new pods',
    remedy: 'Change the pod template as the message says, or ask who owns the policy.',
  },
  {
    pattern: /ValidatingAdmissionPolicy '([^']+)'/,
    lead: 'Admission policy $1 refuses new pods',
    remedy: 'Change the pod template as the message says, or ask who owns the policy.',
  },
  {
    pattern: /violates PodSecurity/,
    lead: 'Pod Security refuses new pods',
    remedy: 'Change the pod template as the message says: the namespace enforces a Pod Security level.',
  },
  {
    pattern: /security context constraint/,
    lead: 'Security context constraints refuse new pods',
    remedy: 'Change the securityContext of the pod template, or ask for a constraint that allows it.',
  },
  {
    pattern: /serviceaccount "?([\w.-]+)"? not found/i,
    lead: 'Service account $1 does not exist',
    remedy: 'Create the service account, or name one that exists in the pod template.',
  },
  {
    pattern: /no PriorityClass with name ([\w.-]+)/,
    lead: 'Priority class $1 does not exist',
    remedy: 'Create the priority class, or name one that exists in the pod template.',
  },
  {
    pattern: /RuntimeClass "([^"]+)" not found/,
    lead: 'Runtime class $1 does not exist',
    remedy: 'Create the runtime class, or name one that exists in the pod template.',
  },
  {
    pattern: /(?:maximum|minimum) \S+ usage per (?:Container|Pod)|limit to request ratio per/,
    lead: 'Limit range refuses new pods',
    remedy: 'Bring the requests and limits of the pod template within the limit range of the namespace.',
  },
  {
    pattern: /because it is being terminated/,
    lead: 'The namespace is being deleted',
    remedy: 'Wait until the namespace is gone, then create it again.',
  },
  {
    pattern: /\bis invalid: /,
    lead: 'Pod template is invalid',
    remedy: 'Change the pod template as the message says.',
  },
]

const OTHER: Omit<Refusal, 'pattern'> = {
  lead: 'New pods cannot be created',
  remedy: 'Fix what the message names.',
}

/** What refuses new pods, in a few words, and what to do about it. */
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
