import { Resolver } from 'node:dns/promises'
import type { DnsRcode, DnsType } from '@slicescope/kubernetes'
import { unreachable } from '@slicescope/model'

/** What a name server said, in the words of packages/kubernetes. */
export interface DnsAnswer {
  readonly rcode: DnsRcode
  readonly answers: readonly string[]
}

export type AskDns = (question: { readonly name: string; readonly type: DnsType }) => Promise<DnsAnswer>

/** Asks one name server, and remembers nothing. */
export function createAskDns(server: string): AskDns {
  const resolver = new Resolver({ timeout: 5_000, tries: 4 })
  resolver.setServers([server])
  return async ({ name, type }) => {
    try {
      // A CNAME that leads nowhere comes without an error, and without an address.
      const answers = await askFor(resolver, name, type)
      return { rcode: answers.length === 0 ? 'NODATA' : 'NOERROR', answers: answers.toSorted() }
    } catch (error) {
      return { rcode: rcodeOf(error), answers: [] }
    }
  }
}

/** The same answers for the same questions, from the first time on. */
export function rememberAnswers(ask: AskDns): AskDns {
  const known = new Map<string, Promise<DnsAnswer>>()
  return question => {
    const key = `${question.type} ${question.name}`
    const answer = known.get(key) ?? ask(question)
    known.set(key, answer)
    return answer
  }
}

async function askFor(resolver: Resolver, name: string, type: DnsType): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'PTR':
      return resolver.resolvePtr(name)
    case 'SRV': {
      const records = await resolver.resolveSrv(name)
      return records.map(({ priority, weight, port, name: target }) => `${priority} ${weight} ${port} ${target}`)
    }
    default:
      return unreachable(type)
  }
}

function rcodeOf(error: unknown): DnsRcode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENODATA') return 'NODATA'
  if (code === 'ENOTFOUND') return 'NXDOMAIN'
  throw error
}
