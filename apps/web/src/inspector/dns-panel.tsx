import type { ServiceView } from '@slicescope/view'
import type { AskedService } from '../questions/asked.ts'
import { dnsQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import { Believed } from './believed.tsx'
import { NameLine } from './name-line.tsx'
import { Section } from './section.tsx'

/** The Service's names and what each resolves to now, from the slices: not what some resolver still remembers. */
export function DnsPanel({ asked, view }: { readonly asked: AskedService; readonly view: ServiceView }) {
  const { data, error } = useFreshQuery(dnsQuery(asked), view)
  if (error !== null) return <p className="section faint">{error.message}</p>
  if (data === undefined) return <p className="section faint">Resolving its DNS names.</p>
  const kinds = [
    ['Addresses', data.names.filter(({ type }) => type === 'A' || type === 'AAAA' || type === 'CNAME')],
    ['Ports (SRV)', data.names.filter(({ type }) => type === 'SRV')],
    ['Reverse (PTR)', data.names.filter(({ type }) => type === 'PTR')],
  ] as const
  return (
    <>
      {kinds.map(
        ([title, names]) =>
          names.length > 0 && (
            <Section key={title} title={title} note={`under ${data.zone}`}>
              {names.slice(0, MOST_SHOWN).map(name => (
                <NameLine key={`${name.type} ${name.name}`} name={name} />
              ))}
              {names.length > MOST_SHOWN && (
                <p className="faint">and {names.length - MOST_SHOWN} more: the HTTP API lists them all (/dns).</p>
              )}
            </Section>
          ),
      )}
      {view.service.headless && (
        <Believed belief="A headless Service whose names fail has empty endpoints">
          Its slices have endpoints like those of any other Service, because they are built from the pods. The DNS names
          can fail: a pod has its own name only if its <code>subdomain</code> is {view.service.name}. A StatefulSet sets
          it from its <code>serviceName</code>.
        </Believed>
      )}
      <p className="section faint">
        DNS answers for the current slices, by the Kubernetes DNS specification and the defaults of CoreDNS. Resolvers
        cache older answers for some seconds.
      </p>
    </>
  )
}

const MOST_SHOWN = 60
