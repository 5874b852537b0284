import { hasSelector } from '../arises.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { namedPods } from '../stateful-pods.ts'
import { count, listed } from '../words.ts'

/** [SC-F1] The pods say that they are named through a Service that does not exist. */
export const noGoverningService: Rule = {
  code: 'SC-F1',
  title: 'serviceName names no Service',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = namedPods(c).filter(
      ({ spec }) => c.read('services').get(`${c.namespace}/${spec.subdomain}`) === undefined,
    )
    const [first] = pods
    if (first === undefined) return null
    const names = listed([...new Set(pods.map(({ spec }) => spec.subdomain))])
    const owner = first.metadata.ownerReferences.find(({ kind }) => kind === 'StatefulSet')?.name ?? ''
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `There is no Service ${names}, through which the pods are named`,
      cause: `no Service ${names}, which serviceName names`,
      facts: `${count(pods.length, 'pod')} ${pods.length === 1 ? 'has' : 'have'} no DNS name of ${pods.length === 1 ? 'its' : 'their'} own`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain,
        expected: 'the name of a Service',
      })),
      kubectl: kubectl(c, `get sts ${owner} -o jsonpath='{.spec.serviceName}'`),
      remedy: `Make a headless Service ${names} with the selector of these pods; serviceName itself cannot be changed.`,
    }
  },
}
