import type { DnsNameView, ServiceView } from '@slicescope/view'
import { CopyButton } from './kubectl-section.tsx'
import { type AskedService, dnsQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import { Section } from './section.tsx'

/** The Service's names and what each resolves to now, from the slices: not what some resolver still remembers. */
export function DnsPanel({ asked, view }: { readonly asked: AskedService; readonly view: ServiceView }) {
  const { data, error } = useFreshQuery(dnsQuery(asked), view)
  if (error !== null) return <p className="section faint">{error.message}</p>
  if (data === undefined) return <p className="section faint">Working out what its names resolve to.</p>
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
                <p className="faint">
                  and {names.length - MOST_SHOWN} more: /dns of the HTTP interface lists them all.
                </p>
              )}
            </Section>
          ),
      )}
      <p className="section faint">
        What DNS answers by the slices as they are now, by the DNS specification of Kubernetes and CoreDNS' defaults. A
        resolver may remember older answers for some seconds.
      </p>
    </>
  )
}

const MOST_SHOWN = 60

function NameLine({ name: { name, short, type, rcode, answers, why, beyondSpec } }: { readonly name: DnsNameView }) {
  return (
    <div className="dns-name" data-rcode={rcode}>
      <div className="dns-line">
        <span className="dns-type">{type}</span>
        <code title={name}>{type === 'PTR' ? short : name}</code>
        <CopyButton text={name} />
      </div>
      {answers.length > 0 ? (
        <code className="dns-answers">{answers.join('\n')}</code>
      ) : (
        <span className="lost">{rcode}</span>
      )}
      {type !== 'PTR' && (
        <span className="faint">
          from this namespace: <code>{short}</code>
        </span>
      )}
      {why !== null && <span className="faint">{why}</span>}
      {beyondSpec === true && <span className="faint">CoreDNS answers so; the specification does not promise it.</span>}
    </div>
  )
}
