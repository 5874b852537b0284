import type { ServiceView } from '@slicescope/view'
import { command } from '@slicescope/view/text'
import { findSelected } from '../inspector/find-selected.ts'
import type { Selection } from '../url/place.ts'

export type ObjectVerb = 'describe' | 'yaml' | 'logs'

/** The kubectl command that tells more of what is selected, else of the Service; null where there is none. */
export function objectCommand(view: ServiceView, selection: Selection | null, verb: ObjectVerb): string | null {
  const { namespace, name, selector } = view.service
  const selected = findSelected(view, selection)
  switch (selected.kind) {
    case 'service': {
      const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`)
      if (verb !== 'logs') return told(['-n', namespace], `service/${name}`, verb)
      return labels.length === 0
        ? null
        : command('kubectl', '-n', namespace, 'logs', '-l', labels.join(','), '--all-containers', '--prefix')
    }
    case 'slice':
      return told(['-n', namespace], `endpointslice/${selected.slice.name}`, verb)
    case 'node':
      return told([], `node/${selected.name}`, verb)
    case 'pod':
      return verb === 'logs'
        ? command('kubectl', '-n', namespace, 'logs', `pod/${selected.name}`, '--all-containers', '--prefix')
        : told(['-n', namespace], `pod/${selected.name}`, verb)
    case 'zone':
    case 'gone':
      return null
    default:
      return selected satisfies never
  }
}

function told(where: readonly string[], object: string, verb: ObjectVerb): string | null {
  switch (verb) {
    case 'describe':
      return command('kubectl', ...where, 'describe', object)
    case 'yaml':
      return command('kubectl', ...where, 'get', object, '-o', 'yaml')
    case 'logs':
      return null
    default:
      return verb satisfies never
  }
}
