/** What a person typed or pasted, as a search takes it. */
export interface SearchWords {
  /** IP addresses in it, without port and brackets, lower case. */
  readonly addresses: readonly string[]
  /** Words that all have to be found, lower case; empty where addresses were found. */
  readonly words: readonly string[]
  /** Names in a line that was pasted: what might be a pod, a host or a Service. */
  readonly names: readonly string[]
  /** `key=value`, both as they are. */
  readonly labels: readonly (readonly [string, string])[]
}

const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g
const BRACKETED = /\[([0-9a-f:]+(?:\.\d+)*)\]/gi
const BARE_IPV6 = /(?<![\w:.])(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{2,39}(?![\w:])/gi
const NAME = /[a-z0-9][-a-z0-9.]{1,251}[a-z0-9]/gi
/** A line of so many words was pasted, not typed. */
const PASTED = 4

export function searchWords(query: string): SearchWords {
  const text = query.trim()
  const bracketed = [...text.matchAll(BRACKETED)].map(match => match[1] ?? '')
  // A time of day is no address: 03:11:19 has digits alone, and two colons.
  const bare = [...text.matchAll(BARE_IPV6)]
    .map(([found]) => found)
    .filter(found => !/^\d{1,2}(:\d{2}){2}$/.test(found))
  const ipv4 = [...text.matchAll(IPV4)].map(([found]) => found)
  const addresses = [...new Set([...ipv4, ...bracketed, ...bare].map(each => each.toLowerCase()))]
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const isPasted = words.length >= PASTED
  return {
    addresses,
    words: addresses.length > 0 || isPasted ? [] : words,
    names: isPasted ? namesIn(text) : [],
    labels: words.flatMap(word => {
      const [, key, value] = /^([\w./-]+)=([\w.-]+)$/.exec(word) ?? []
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    }),
  }
}

/** Of a pasted line only what looks made up by a machine, or like a DNS name: other words are prose. */
function namesIn(text: string): readonly string[] {
  const found = [...text.matchAll(NAME)].map(([name]) => name.toLowerCase())
  return [...new Set(found.filter(name => /[-.]/.test(name) && /[a-z]/.test(name)))]
}

/** The first pair of the query, `key=value`, that these labels have. */
export function labelIn(labels: Readonly<Record<string, string>>, { labels: wanted }: SearchWords): string | undefined {
  return wanted.find(([key, value]) => labels[key]?.toLowerCase() === value)?.join('=')
}
