import { isEqualKept, type Pod, type Service } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import { type BackendGroup, backendGroups, groupName, portGap } from '../losses/backend-groups.ts'
import type { Case } from '../case.ts'
import { inOrder } from '../ordered-lister.ts'
import { portsOf, portText } from '../pods/named-ports.ts'
import { OWNER_HELPS } from '../workloads/pod-owners.ts'
import { kubectlIn, podRef, selecting, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { count, listed, numberText, selectorText } from '../words/words.ts'

/**
 * [SC-G18] Backends of more than one workload. Often meant; a warning where one of them cannot answer: pods of a Job, of a
 * workload that lacks the target port, or of another release whose Service has the same selector.
 */
export const mixedWorkloads: Rule = {
  code: 'SC-G18',
  title: 'Backends of more than one workload',
  inputs: ['pods'],
  helps: OWNER_HELPS,
  arises: graph => hasSelector(graph) && graph.backends.length > 1,
  find: c => {
    const groups = backendGroups(c)
    if (groups.length < 2) return null
    return ofJobs(groups, c) ?? withoutPort(c) ?? ofReleases(groups, c) ?? asMeant(groups, c)
  },
}

interface Words {
  readonly causeCertainty: Draft['causeCertainty']
  readonly lead: string
  readonly facts: string
}

interface Wrong {
  readonly groups: readonly BackendGroup[]
  /** Those that cannot answer. */
  readonly wrong: readonly BackendGroup[]
}

function alarm(c: Case, { groups, wrong }: Wrong, words: Words): Draft {
  return {
    ...words,
    severity: 'warning',
    certainty: 'proven',
    subject: serviceRef(c),
    evidence: [selectorEvidence(c, groups), ...wrong.slice(0, 2).flatMap(podEvidence)],
    kubectl: command(c),
    remedy: 'Compare the labels of the pods with the selector: only the intended pods should match.',
    remedyCommand: kubectlIn(c)`get pods ${selecting(c)} --show-labels`,
    remedyClass: 'look',
    explains: readyOf(wrong),
  }
}

function readyOf(groups: readonly BackendGroup[]): number {
  return groups.reduce((sum, { ready }) => sum + ready, 0)
}

function command(c: Case): string {
  const columns = `custom-columns=NAME:.metadata.name,KIND:.metadata.ownerReferences[*].kind,OWNER:.metadata.ownerReferences[*].name,PORTS:.spec.containers[*].ports[*].containerPort`
  return kubectlIn(c)`get pods ${selecting(c)} -o ${columns}`
}

function selectorEvidence(c: Case, groups: readonly BackendGroup[]): Draft['evidence'][number] {
  return {
    object: serviceRef(c),
    field: `owners of the pods with ${selectorText(c.facts.selector)}`,
    found: listed(groups.map(groupName)),
    expected: '',
  }
}

function podEvidence(group: BackendGroup): Draft['evidence'] {
  const [pod] = group.pods
  if (pod === undefined) return []
  const object = podRef(pod)
  return [
    { object, field: 'metadata.ownerReferences', found: groupName(group), expected: '' },
    { object, field: 'spec.containers[*].ports', found: declaredText(pod), expected: '' },
  ]
}

function declaredText(pod: Pod): string {
  return listed([...new Set(portsOf(pod).map(portText))]) || 'none'
}

/** "2 ready backends of Deployment api, 1 of Deployment worker" */
function countsText(groups: readonly BackendGroup[]): string {
  const [first, ...rest] = groups
  if (first === undefined) return ''
  const texts = [
    `${count(first.ready, 'ready backend')} of ${groupName(first)}`,
    ...rest.map(group => `${numberText(group.ready)} of ${groupName(group)}`),
  ]
  return texts.length > MOST_NAMED ? listed(texts) : texts.join(', ')
}

/** More are summed up. */
const MOST_NAMED = 4

function ofJobs(groups: readonly BackendGroup[], c: Case): Draft | null {
  const jobs = groups.filter(({ owner, ready }) => owner?.isJob === true && ready > 0)
  if (jobs.length === 0 || groups.every(({ owner }) => owner?.isJob === true)) return null
  return alarm(
    c,
    { groups, wrong: jobs },
    {
      causeCertainty: 'proven',
      lead: 'Selector also matches pods of a Job',
      facts: `${countsText(groups)}, and traffic goes to pods that run to completion`,
    },
  )
}

function withoutPort(c: Case): Draft | null {
  const gap = portGap(c)
  const [pod] = gap?.lacking[0]?.pods ?? []
  if (gap === null || pod === undefined) return null
  const { targetPort, declaring, lacking } = gap
  const own = declaredText(pod)
  const there = readyOf(lacking)
  const groups = [...declaring, ...lacking]
  return alarm(
    c,
    { groups, wrong: lacking },
    {
      causeCertainty: 'likely',
      lead: 'Selector also matches pods without the target port',
      facts: `${there} of ${count(readyOf(groups), 'ready backend')} ${there === 1 ? 'is' : 'are'} of ${listed(lacking.map(groupName))}, which ${lacking.length === 1 ? 'declares' : 'declare'} ${own === 'none' ? 'no port' : own} and not target port ${targetPort}; ${readyOf(declaring)} of ${listed(declaring.map(groupName))} ${readyOf(declaring) === 1 ? 'declares' : 'declare'} it`,
    },
  )
}

/** As charts label what belongs to one release. */
const RELEASE_LABELS = ['app.kubernetes.io/instance', 'release', 'helm.sh/release'] as const

function ofReleases(groups: readonly BackendGroup[], c: Case): Draft | null {
  for (const label of RELEASE_LABELS) {
    const own = c.facts.labels[label]
    const releaseOf = ({ pods }: BackendGroup) => pods[0]?.metadata.labels[label]
    const foreign = groups.filter(group => group.ready > 0 && ![undefined, own].includes(releaseOf(group)))
    if (own === undefined || foreign.length === 0 || !groups.some(group => releaseOf(group) === own)) continue
    const releases = new Set(foreign.map(releaseOf))
    const twins = c.servicesHere().filter(other => isTwin(other, c) && releases.has(other.metadata.labels[label]))
    const [twin] = inOrder(twins)
    if (twin === undefined) continue
    const words = {
      causeCertainty: 'likely',
      lead: 'Two releases share one selector',
      facts: `${countsText(groups)}; Service ${twin.metadata.name} of release ${twin.metadata.labels[label] ?? ''} has the same selector ${selectorText(c.facts.selector)}, so each Service sends traffic to the pods of both`,
    } as const
    return alarm(c, { groups, wrong: foreign }, words)
  }
  return null
}

function isTwin({ metadata, spec }: Service, c: Case): boolean {
  return metadata.uid !== c.facts.uid && isEqualKept(spec.selector, c.service.spec.selector)
}

function asMeant(groups: readonly BackendGroup[], c: Case): Draft {
  return {
    severity: 'info',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: serviceRef(c),
    lead: 'Backends of more than one workload',
    facts: countsText(groups),
    evidence: [selectorEvidence(c, groups)],
    kubectl: command(c),
    remedy: 'Compare the labels of the pods with the selector, if only one workload is intended.',
    remedyClass: 'look',
  }
}
