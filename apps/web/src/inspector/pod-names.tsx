import type { DnsNameView, EndpointView, PodView, ServiceView } from '@slicescope/view'
import { useAsked } from '../questions/asked.ts'
import { dnsQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import { NameLine } from './name-line.tsx'
import { Section } from './section.tsx'

interface PodNamesProps {
  readonly view: ServiceView
  readonly pod: PodView | null
  readonly entries: readonly EndpointView[]
}

/** The names that DNS gives this pod under the Service, as its answer lists them; nothing where it gives none. */
export function PodNames({ view, pod, entries }: PodNamesProps) {
  const { namespace, name, headless } = view.service
  const asked = { ...useAsked(), service: { namespace, name } }
  const { data } = useFreshQuery({ ...dnsQuery(asked), enabled: headless }, headless ? view : null)
  const names = (data?.names ?? []).filter(each => isOf(each, { pod, entries, name }))
  if (names.length === 0) return null
  return (
    <Section title="Its DNS names" note={`under ${data?.zone ?? ''}`}>
      {names.map(each => (
        <NameLine key={`${each.type} ${each.name}`} name={each} />
      ))}
    </Section>
  )
}

interface Owner {
  readonly pod: PodView | null
  readonly entries: readonly EndpointView[]
  /** The Service's. */
  readonly name: string
}

/** A name one label below the Service's whose label is the hostname that its entries carry, else the pod's own name. */
function isOf({ name: full, type }: DnsNameView, { pod, entries, name }: Owner): boolean {
  if (type !== 'A' && type !== 'AAAA') return false
  const [label, service] = full.split('.')
  const hostnames = entries.flatMap(({ hostname }) => hostname ?? [])
  const own = hostnames.length > 0 ? hostnames : [pod?.name]
  return service === name && own.includes(label)
}
