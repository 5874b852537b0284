import { addressFamilies, type AddressFamily, isPodFinished, podAddresses } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import type { EvidenceItem } from '../finding.ts'
import { leftWords } from '../words/lost-words.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, listed, numberText } from '../words/words.ts'

/** [SC-C6] The Service has an IP family that its pods have no address of. */
export const familyMismatch: Rule = {
  code: 'SC-C6',
  title: 'IP families of Service and pods',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = matchedPods(c).filter(pod => !isPodFinished(pod) && (pod.status?.podIPs.length ?? 0) > 0)
    const families = addressFamilies(c.service).filter(family => c.facts.ipFamilies.includes(family))
    const lacking = families.filter(
      family => pods.length > 0 && pods.every(pod => podAddresses(pod, family).length === 0),
    )
    const [first] = pods
    if (first === undefined) return null
    if (lacking.length === 0) return someLack(c, pods, families)
    const isAll = lacking.length === families.length
    return {
      // Of a headless Service DNS answers that there is no such address, and no client waits.
      severity: isAll ? 'loss' : c.facts.headless ? 'info' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: `Pods have no ${listed(lacking)} address`,
      facts: `the Service wants ${families.join(' and ')}, and ${whoseWords(pods.length)} only ${isAll ? others(lacking) : listed(families.filter(family => !lacking.includes(family)))}; ${leftWords(c)}`,
      evidence: [evidenceOf(first, listed(lacking))],
      kubectl: commandOf(c),
      remedy: 'Compare ipFamilies and ipFamilyPolicy of the Service with the IP families of the cluster network.',
      remedyClass: 'look',
      explains: isAll ? pods.length : 0,
    }
  },
}

/** Those that have it are reached all the same; where the Service has no other family the rest is left out. */
function someLack(c: Case, pods: readonly Pod[], families: readonly AddressFamily[]): Draft | null {
  const [family] = families.filter(each => pods.some(pod => podAddresses(pod, each).length === 0))
  const lacking = family === undefined ? [] : pods.filter(pod => podAddresses(pod, family).length === 0)
  const [first] = lacking
  if (family === undefined || first === undefined) return null
  const isLeftOut = families.length === 1
  return {
    severity: isLeftOut ? 'loss' : 'info',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: podRef(first),
    lead: `Some pods have no ${family} address`,
    facts: `${numberText(lacking.length)} of ${count(pods.length, 'pod')} ${lacking.length === 1 ? 'has' : 'have'} no ${family} address; ${
      isLeftOut
        ? `the Service wants only ${family} and leaves ${lacking.length === 1 ? 'it' : 'them'} out; ${leftWords(c)}`
        : `the Service wants ${families.join(' and ')}, and clients that use its ${family} address reach only the others`
    }`,
    ...shownEvidence(lacking, pod => evidenceOf(pod, family)),
    kubectl: commandOf(c),
    ...(isLeftOut ? { broken: lacking.map(({ metadata }) => metadata.uid) } : {}),
    remedy: 'Check the network plugin on the nodes of these pods: a pod keeps its addresses until it is replaced.',
    remedyClass: 'look',
  }
}

function evidenceOf(pod: Pod, expected: string): EvidenceItem {
  const found = (pod.status?.podIPs ?? []).map(({ ip }) => ip).join(', ')
  return { object: podRef(pod), field: 'status.podIPs', found, expected }
}

function commandOf(c: Case): string {
  return commands(
    kubectlIn(c)`get service/${c.facts.name} -o jsonpath=${'{.spec.ipFamilies} {.spec.ipFamilyPolicy}{"\\n"}'}`,
    kubectlIn(c)`get pods ${selecting(c)} -o custom-columns=NAME:.metadata.name,IPS:.status.podIPs[*].ip`,
  )
}

function whoseWords(pods: number): string {
  if (pods === 1) return 'its pod has'
  return pods === 2 ? 'both pods have' : `all ${pods} pods have`
}

function others(families: readonly string[]): string {
  return families.includes('IPv6') ? 'IPv4' : 'IPv6'
}
