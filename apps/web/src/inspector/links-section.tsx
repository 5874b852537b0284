import type { ServiceView } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { settingsQuery } from '../questions/settings-query.ts'
import { useClusterName } from '../questions/use-cluster-name.ts'
import { fillLink } from '../words/fill-link.ts'
import { Fact, Section } from './section.tsx'

/** Last parts of label keys that say whose a Service is. */
const OWNER_LABELS: ReadonlySet<string> = new Set(['owner', 'team', 'squad', 'part-of', 'maintainer', 'contact'])

/** Whose the Service is, by its labels, and the links of --link. Nothing is fetched from them. */
export function LinksSection({ view: { service } }: { readonly view: ServiceView }) {
  const cluster = useClusterName()
  const { data } = useQuery(settingsQuery)
  const owners = Object.entries(service.labels).filter(([key]) => OWNER_LABELS.has(key.split('/').at(-1) ?? ''))
  const links = (data?.links ?? []).flatMap(({ name, template }) => {
    const href = fillLink(template, { cluster, namespace: service.namespace, service: service.name })
    return href === null ? [] : [{ name, href }]
  })
  if (owners.length === 0 && links.length === 0) return null
  return (
    <Section title="Owner and links">
      <dl>
        {owners.map(([key, value]) => (
          <Fact key={key} name={key.split('/').at(-1) ?? key} copy={value}>
            <span title={key}>{value}</span>
          </Fact>
        ))}
      </dl>
      {links.map(({ name, href }) => (
        <p key={name}>
          <a className="link" href={href} target="_blank" rel="noopener noreferrer">
            {name} <ExternalLink size={12} aria-hidden />
          </a>
        </p>
      ))}
    </Section>
  )
}
