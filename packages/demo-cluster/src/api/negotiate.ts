import { notAcceptable } from './status.ts'

export type Representation = 'json' | 'table'

/** The first form of an Accept header that is served: JSON or the Table of kubectl. Throws 406 when there is none. */
export function negotiate(accept: string | undefined): Representation {
  const wanted = (accept ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  if (wanted.length === 0) return 'json'
  for (const part of wanted) {
    const [type = '', ...parameters] = part.split(';').map(piece => piece.trim())
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue
    const given = new URLSearchParams(parameters.join('&'))
    const as = given.get('as')
    if (as === null) return 'json'
    if (as === 'Table' && given.get('g') === 'meta.k8s.io' && given.get('v') === 'v1') return 'table'
  }
  throw notAcceptable()
}
