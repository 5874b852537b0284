import { formatCount } from '@slicescope/picture'
import type { Freshness, Missing } from '@slicescope/view'

const WORDS: Readonly<Record<string, string>> = {
  services: 'Services',
  endpointslices: 'slices',
  nodes: 'nodes',
  pods: 'pods',
  namespaces: 'namespaces',
}

/** What the view lacks, in one line: "pods 42,000 of 150,000; nodes: no permission". Empty where it lacks nothing. */
export function missingLine({ missing, leftOut }: Freshness): string {
  return [...missing.map(missingWords), ...leftOut.map(leftOutWords)].join('; ')
}

/** "2 pods left out (invalid fields): shop/a (.spec is no object), shop/b (...)" */
function leftOutWords({ resource, count, objects }: Freshness['leftOut'][number]): string {
  const named = objects.map(({ object, why }) => `${object} (${why})`)
  const more = count > objects.length ? [`and ${formatCount(count - objects.length)} more`] : []
  return `${resourceWord(resource)}: ${formatCount(count)} left out (invalid field): ${[...named, ...more].join(', ')}`
}

function missingWords({ resource, namespace, reason, loaded, expected, namespaces }: Missing): string {
  const what = `${resourceWord(resource)}${namespace === null ? '' : ` in ${namespace}`}`
  switch (reason) {
    case 'forbidden':
      return `${what}: no permission${someWords(namespaces)}`
    case 'not-recorded':
      return `${what}: not in this recording`
    case 'not-followed':
      return `${what}: not followed${someWords(namespaces)}; choose namespaces with --namespace`
    case 'unreachable':
      return `${what}: out of reach`
    case 'loading':
      return `${what} ${progressWords(loaded, expected)}${someWords(namespaces)}`
    default:
      return reason satisfies never
  }
}

/** " in 20 of 220 namespaces" */
function someWords(namespaces: Missing['namespaces']): string {
  if (namespaces === undefined) return ''
  return ` in ${formatCount(namespaces.missing)} of ${formatCount(namespaces.of)} namespaces`
}

export function progressWords(loaded: number | null, expected: number | null): string {
  if (loaded === null) return 'not yet read'
  return expected === null ? `${formatCount(loaded)} so far` : `${formatCount(loaded)} of ${formatCount(expected)}`
}

/** A resource as people say it. */
export function resourceWord(resource: string): string {
  return WORDS[resource] ?? resource
}
