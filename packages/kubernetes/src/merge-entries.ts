import { must } from '@slicescope/model'
import { type EndpointConditions, endpointState, type StateOfEndpoint } from './endpoint-state.ts'

/** One endpoint of one slice for one of that slice's ports. */
export interface PortEntry {
  /** The slice port's name, '' for none: that of the Service port. */
  readonly portName: string
  readonly protocol: string
  /** addresses[0]; the others are not looked at by kube-proxy. */
  readonly address: string
  readonly port: number
  readonly conditions: EndpointConditions
  /** The slice's name: of a slice's own entries kube-proxy takes one. Without it an entry counts as of a slice of its own. */
  readonly slice?: string
}

/** All entries of one ip:port for one Service port, and what they come to together. */
export interface MergedEntry<E extends PortEntry> extends StateOfEndpoint {
  readonly entries: readonly E[]
  /** Those between which kube-proxy does not decide; one, or several that say the same, unless the state is `unknown`. */
  readonly candidates: readonly E[]
}

/** Under what an entry is merged with others; unique within one Service. */
export function portEntryKey({ portName, protocol, address, port }: PortEntry): string {
  return `${portName}/${protocol}/${formatIpPort(address, port)}`
}

/** `10.0.0.1:80`, `[fd00::1]:80`. */
export function formatIpPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/**
 * Merges entries of one Service per port name, protocol and ip:port as kube-proxy 1.37 does
 * (pkg/proxy/endpointslicecache.go): entries that are not terminating win over those that are, for IPs are reused
 * before the old pod is gone. Between entries that are alike in this the order decides: within one slice the last
 * counts (of terminating ones the first), over slices whichever kube-proxy happens to meet last (first), so where
 * their ready or serving differ the state is `unknown`. A headless Service is not kube-proxy's: DNS publishes every
 * ready entry, so there any ready one wins. Entries of one slice must come in its order; answers in the order in which
 * each ip:port is first met.
 */
export function mergeEntries<E extends PortEntry>(
  entries: readonly E[],
  { headless }: { readonly headless: boolean },
): readonly MergedEntry<E>[] {
  const groups = Map.groupBy(entries, portEntryKey)
  return [...groups.values()].map(group => mergeGroup(group, headless))
}

function mergeGroup<E extends PortEntry>(entries: readonly E[], headless: boolean): MergedEntry<E> {
  // Nearly all addresses stand but once.
  const candidates = entries.length === 1 ? entries : headless ? publishedFirst(entries) : preferLiving(entries)
  const { conditions } = must(candidates[0], 'an entry of its own group')
  const decided = candidates.every(candidate => isAlike(candidate.conditions, conditions))
  return { entries, candidates, ...(decided ? endpointState(conditions) : { state: 'unknown', published: false }) }
}

function preferLiving<E extends PortEntry>(entries: readonly E[]): readonly E[] {
  const living = entries.filter(({ conditions }) => !conditions.terminating)
  return living.length > 0 ? lastOfEachSlice(living) : lastOfEachSlice(entries.toReversed()).toReversed()
}

function lastOfEachSlice<E extends PortEntry>(entries: readonly E[]): readonly E[] {
  return [...new Map(entries.map(entry => [entry.slice ?? entry, entry])).values()]
}

/** A ready entry of the best word, else one that lives, else one that still serves: never undecided. */
function publishedFirst<E extends PortEntry>(entries: readonly E[]): readonly E[] {
  const rank = ({ conditions }: E) =>
    (conditions.ready ? 4 : 0) + (conditions.terminating ? 0 : 2) + (conditions.serving ? 1 : 0)
  const best = Math.max(...entries.map(rank))
  return entries.filter(entry => rank(entry) === best)
}

function isAlike(a: EndpointConditions, b: EndpointConditions): boolean {
  return a.ready === b.ready && a.serving === b.serving
}
