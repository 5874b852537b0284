import type { ServiceGraph } from '@slicescope/graph'
import { unreachable } from '@slicescope/model'
import { answerOf } from './rules/external-name.ts'
import { publishedWords } from './published-words.ts'
import { count } from './words.ts'

/** What the counts alone say, where no cause is known. */
export function stateSentence({ summary }: Pick<ServiceGraph, 'summary'>): string {
  const { health, counts, headless } = summary
  const { ready = 0, total = 0, servingTerminating = 0 } = counts ?? {}
  const published = publishedWords(summary, { published: summary.published, lost: total - ready })
  switch (health) {
    case 'healthy':
      return headless
        ? `DNS answers with ${ready} of ${total} ready ${total === 1 ? 'backend' : 'backends'}; the fault is not in the endpoints.`
        : `Kubernetes routes to ${ready} of ${total} ready ${total === 1 ? 'backend' : 'backends'}; the fault is not in the endpoints.`
    case 'degraded':
      return `${ready} of ${count(total, 'backend')} ready${published}; nothing that may be read says why.`
    case 'fallback':
      if (published !== '') return `No backend is ready${published}.`
      return `No backend is ready: traffic falls back to ${servingTerminating} that ${servingTerminating === 1 ? 'is' : 'are'} terminating.`
    case 'down':
      return `None of ${count(total, 'backend')} is ready${published}; nothing that may be read says why.`
    case 'empty':
      return 'No backends: no EndpointSlice lists an endpoint, and nothing that may be read says why.'
    case 'unmanaged':
      return 'No selector and no EndpointSlice, so nothing says what is behind it.'
    case 'external':
      return `${answerOf(summary.externalName ?? '(none)')}; an ExternalName Service has no endpoints.`
    case 'unknown':
      return summary.doubt === null
        ? 'Cannot tell: EndpointSlices differ about a backend, and kube-proxy does not decide between them.'
        : `Cannot tell: ${summary.doubt.resource === 'services' ? 'Services' : 'EndpointSlices'} ${summary.doubt.coverage === 'forbidden' ? 'may not be read' : 'have not been read completely'}.`
    default:
      return unreachable(health)
  }
}
