import { useQuery } from '@tanstack/react-query'
import { clustersQuery } from '../questions/clusters.ts'
import { usePlaceStore } from '../state/stores.ts'

const MOST = 12

/** The clusters that can be opened instead of one; nothing where there are none. The same Service is looked for there. */
export function OtherClusters({ title, cluster }: { readonly title: string; readonly cluster: string | null }) {
  const store = usePlaceStore()
  const { data: clusters = [] } = useQuery(clustersQuery)
  const others = clusters.filter(({ slug }) => slug !== cluster)
  if (others.length === 0) return null
  return (
    <section className="suggestions">
      <h2>{title}</h2>
      <ul>
        {others.slice(0, MOST).map(({ slug, context }) => (
          <li key={slug}>
            <button type="button" className="link" onClick={() => store.go({ cluster: slug, identity: null })}>
              {context}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
