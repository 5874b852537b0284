import { isPodFinished, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import type { Check, CheckAnswer } from './check.ts'
import { policyVerdict } from './selectors/ingress-policies.ts'
import { matchedPods, podsInNamespace } from './pods/matched-pods.ts'
import { unresolvedPorts } from './pods/named-ports.ts'
import { elsewhere, isSearchedEverywhere, searchWords } from './selectors/other-namespaces.ts'
import { OWNER_HELPS } from './workloads/pod-owners.ts'
import { kubectlAll, kubectlIn, podRef, refOf, selecting, serviceRef } from './words/refs.ts'
import { answerOf } from './rules/external-name.ts'
import { getSlices } from './slices/slices.ts'
import { count, listed, selectorText } from './words/words.ts'

const NO_SELECTOR: CheckAnswer = {
  state: 'does-not-apply',
  sentence: 'The Service has no selector: the writer of its slices decides.',
}

/** Pods that should become endpoints: neither finished nor terminating. */
function livingPods(c: Case): readonly Pod[] {
  return matchedPods(c).filter(pod => !isPodFinished(pod) && !isPodTerminating(pod))
}

function ofSelector(answer: Check['answer']): Check['answer'] {
  return c => (c.graph.summary.hasSelector ? answer(c) : NO_SELECTOR)
}

interface PodQuestion {
  readonly field: string
  readonly expected: string
  readonly holds: (pod: Pod) => boolean
  readonly found: (pod: Pod) => string
  /** "have an address" */
  readonly words: string
}

/** Whether something holds of every living pod. */
function ofEachPod({ field, expected, holds, found, words }: PodQuestion): Check['answer'] {
  return ofSelector(c => {
    const pods = livingPods(c)
    const lacking = pods.filter(pod => !holds(pod))
    const [first] = lacking
    if (pods.length === 0) return { state: 'does-not-apply', sentence: 'No matching pod can run.' }
    return {
      state: lacking.length === 0 ? 'passed' : 'failed',
      sentence: `${pods.length - lacking.length} of ${count(pods.length, 'pod')} ${words}${first === undefined ? '' : `, ${first.metadata.name} does not`}.`,
      evidence: lacking.slice(0, 3).map(pod => ({ object: podRef(pod), field, found: found(pod), expected })),
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o wide`,
    }
  })
}

/** In the order in which a pod becomes an endpoint that gets traffic. */
export const CHECKS: readonly Check[] = [
  {
    id: 'selector',
    title: 'The selector matches pods',
    inputs: ['pods'],
    answer: ofSelector(c => {
      const matched = matchedPods(c).length
      const pairs = selectorText(c.facts.selector)
      return {
        state: matched > 0 ? 'passed' : 'failed',
        sentence: `Selector ${pairs} matches ${matched} of ${count(podsInNamespace(c), 'pod')} in ${c.namespace}.`,
        evidence: [{ object: serviceRef(c), field: 'spec.selector', found: `${matched} pods`, expected: '1 or more' }],
        kubectl: kubectlIn(c)`get pods -l ${pairs}`,
      }
    }),
  },
  {
    id: 'namespace',
    title: 'The pods are in its namespace',
    inputs: ['pods'],
    helps: ['namespaces'],
    answer: ofSelector(c => {
      const matched = matchedPods(c).length
      if (matched > 0)
        return { state: 'passed', sentence: `${count(matched, 'pod')} in ${c.namespace}, where the Service is.` }
      const found = elsewhere(c)
      const places = found.map(({ namespace, pods }) => `${namespace} (${count(pods, 'pod')})`)
      return {
        state: found.length === 0 ? 'does-not-apply' : 'failed',
        sentence:
          found.length === 0
            ? `No pod matches in ${isSearchedEverywhere(c) ? 'any other namespace' : 'the other namespaces that can be read'} (${searchWords(c)}).`
            : `Matching pods are in ${listed(places)}${isSearchedEverywhere(c) ? ' only' : ''} (${searchWords(c)}).`,
        everywhere: ['pods'],
        kubectl: kubectlAll`get pods -A -l ${selectorText(c.facts.selector)}`,
      }
    }),
  },
  {
    id: 'port',
    title: 'The target port is found',
    inputs: ['pods'],
    helps: OWNER_HELPS,
    answer: ofSelector(c => {
      const [first] = unresolvedPorts(c)
      const pods = livingPods(c).length
      if (pods === 0) return { state: 'does-not-apply', sentence: 'No matching pod can have the port.' }
      if (first === undefined)
        return {
          state: 'passed',
          sentence:
            'Every target port is a number or the name of a container port. The API does not show whether the application listens there.',
          kubectl: kubectlIn(c)`exec pod/${livingPods(c)[0]?.metadata.name ?? ''} -- ss -lnt`,
        }
      return {
        state: 'failed',
        sentence: `${count(first.pods.length, 'pod')} ${first.pods.length === 1 ? 'has' : 'have'} no port \`${first.target}\` over ${first.protocol}.`,
        evidence: [
          {
            object: serviceRef(c),
            field: `spec.ports[${first.port}].targetPort`,
            found: first.target,
            expected: 'a port of the containers',
          },
        ],
        kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath={.items[*].spec.containers[*].ports}`,
      }
    }),
  },
  {
    id: 'scheduled',
    title: 'The pods are scheduled',
    inputs: ['pods'],
    answer: ofEachPod({
      field: 'spec.nodeName',
      expected: 'a Node',
      holds: ({ spec }) => Boolean(spec.nodeName),
      found: () => 'none',
      words: 'have a node',
    }),
  },
  {
    id: 'address',
    title: 'The pods have addresses',
    inputs: ['pods'],
    answer: ofEachPod({
      field: 'status.podIPs',
      expected: 'an address',
      holds: ({ status }) => (status?.podIPs.length ?? 0) > 0,
      found: () => 'none',
      words: 'have an address',
    }),
  },
  {
    id: 'ready',
    title: 'The pods are Ready',
    inputs: ['pods'],
    answer: ofEachPod({
      field: 'status.conditions[Ready]',
      expected: 'True',
      holds: isPodReady,
      found: ({ status }) => status?.conditions.find(({ type }) => type === 'Ready')?.reason ?? 'not True',
      words: 'are Ready',
    }),
  },
  {
    id: 'in-slices',
    title: 'The pods are in the slices',
    inputs: ['pods'],
    answer: ofSelector(c => {
      const absent = c.graph.absentPods ?? []
      const pods = matchedPods(c).filter(pod => !isPodFinished(pod)).length
      if (pods === 0) return { state: 'does-not-apply', sentence: 'No matching pod can be in a slice.' }
      return {
        state: absent.length === 0 ? 'passed' : 'failed',
        sentence: `${pods - absent.length} of ${count(pods, 'matching pod')} ${pods - absent.length === 1 ? 'is' : 'are'} in slices.`,
        evidence: absent.slice(0, 3).map(({ namespace, name }) => ({
          object: { kind: 'Pod', namespace, name },
          field: 'in an EndpointSlice',
          found: 'no',
          expected: 'yes',
        })),
        kubectl: getSlices(c, '-o', 'wide'),
      }
    }),
  },
  {
    id: 'published',
    title: 'The slices are published',
    inputs: [],
    answer: c => {
      const { health, counts, ports, headless, slices, otherProxy, published } = c.graph.summary
      if (health === 'external') return { state: 'does-not-apply', sentence: 'An ExternalName Service has no slices.' }
      const bare = ports.filter(({ ready }) => ready === 0)
      const { ready = 0, total = 0 } = counts ?? {}
      const who = otherProxy === null ? (headless ? 'DNS' : 'kube-proxy') : otherProxy
      const lack =
        bare.length === 0 || ready === 0
          ? ''
          : `, and none for port ${listed(bare.map(({ name, port }) => name || String(port)))}`
      return {
        state: ready > 0 && bare.length === 0 ? 'passed' : 'failed',
        sentence: `${count(slices ?? 0, 'slice')} ${slices === 1 ? 'gives' : 'give'} ${who} ${ready} of ${total} ready ${total === 1 ? 'backend' : 'backends'}${lack}${published === 0 ? '' : `, and ${published} not ready that the Service publishes as ready`}.`,
        evidence: [
          { object: serviceRef(c), field: 'ready backends', found: String(ready), expected: '1 or more for each port' },
        ],
        kubectl: getSlices(c, '-o', 'yaml'),
      }
    },
  },
  {
    id: 'policy',
    title: 'Network policies allow callers',
    inputs: ['pods', 'networkpolicies'],
    answer: ofSelector(c => {
      const found = policyVerdict(c)
      if (found === null) return { state: 'passed', sentence: 'No NetworkPolicy selects the pods for ingress.' }
      const { policies, worst } = found
      const names = listed(policies.map(({ metadata }) => metadata.name))
      const port = worst.port.name || String(worst.port.port)
      const sentences = {
        open: `NetworkPolicy ${names} allows all callers.`,
        wide: `NetworkPolicy ${names} allows every address on port ${port}, except those that it excludes.`,
        some: `NetworkPolicy ${names} allows some callers on port ${port}.`,
        closed: `NetworkPolicy ${names} allows no caller on port ${port}, if the network plugin enforces policies.`,
      }
      return {
        state:
          worst.way === 'open' || worst.way === 'wide' ? 'passed' : worst.way === 'closed' ? 'failed' : 'cannot-tell',
        sentence: sentences[worst.way],
        evidence: policies.slice(0, 3).map(policy => ({
          object: refOf('NetworkPolicy', policy),
          field: 'spec.ingress',
          found: count(policy.spec?.ingress.length ?? 0, 'rule'),
          expected: `a rule for port ${port} and the caller`,
        })),
        kubectl: kubectlIn(c)`get networkpolicies -o yaml`,
      }
    }),
  },
  {
    id: 'dns',
    title: 'DNS answers',
    inputs: [],
    answer: c => {
      const { name, clusterIPs, headless, type, externalName } = c.facts
      const full = `${name}.${c.namespace}.svc`
      const lookup = kubectlIn(c)`run dns-test --rm -it --restart=Never --image=busybox -- nslookup ${full}`
      const short = `from another namespace use ${name}.${c.namespace}, not ${name}`
      if (type === 'ExternalName')
        return { state: 'passed', sentence: `${full}: ${answerOf(externalName ?? '(none)')}.` }
      if (!headless)
        return {
          state: 'passed',
          sentence: `${full} resolves to ${listed(clusterIPs)}, ready backends or not; ${short}.`,
          kubectl: lookup,
        }
      const published = c.graph.endpoints.filter(({ conditions }) => conditions.ready).length
      if (published === 0)
        return {
          state: 'failed',
          sentence: `${full} does not resolve (NXDOMAIN): DNS of a headless Service names only ready endpoints.`,
          kubectl: lookup,
        }
      return {
        state: 'passed',
        sentence: `${full} resolves to ${count(published, 'address', 'addresses')}; ${short}.`,
        kubectl: lookup,
      }
    },
  },
]
