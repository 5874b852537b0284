import { formatCount } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { useAsked } from '../questions/asked.ts'
import { searchQuery } from '../questions/search-query.ts'
import { usePlaceStore } from '../state/stores.ts'
import { keyOf } from '../url/place.ts'
import { Section } from './section.tsx'

interface OtherServicesProps {
  readonly view: ServiceView
  readonly kind: 'pod' | 'node'
  readonly name: string
}

const MOST_SHOWN = 6

/** The other Services that a pod or node stands behind, as the search finds them; nothing where there are none. */
export function OtherServices({ view, kind, name }: OtherServicesProps) {
  const store = usePlaceStore()
  const { data, isPlaceholderData } = useQuery(searchQuery(useAsked(), name))
  const hit = isPlaceholderData ? undefined : data?.hits.find(each => each.kind === kind && each.title === name)
  const others = (hit?.services ?? []).filter(key => key !== keyOf(view.service))
  if (others.length === 0) return null
  return (
    <Section title={kind === 'pod' ? 'Also behind' : 'Other Services on this node'} note={formatCount(others.length)}>
      <ul>
        {others.slice(0, MOST_SHOWN).map(key => (
          <li key={key}>
            <button type="button" className="link" onClick={() => store.go(openService(key))}>
              {key}
            </button>
          </li>
        ))}
      </ul>
      {others.length > MOST_SHOWN && kind === 'node' && (
        <button type="button" className="link" onClick={() => store.go({ node: name })}>
          List all {formatCount(others.length + 1)}
        </button>
      )}
    </Section>
  )
}

function openService(key: string) {
  const [namespace = '', name = ''] = key.split('/')
  return { service: { namespace, name }, isOverview: false, mark: null }
}
