import type { Row } from '@slicescope/view'
import { fuzzyServices } from '../palette/fuzzy-services.ts'
import { readRecent } from '../state/recent.ts'
import { usePlace, usePlaceStore } from '../state/stores.ts'
import { keyOf, type ServiceName } from '../url/place.ts'
import { OtherClusters } from './other-clusters.tsx'

interface NoServiceProps {
  readonly service: ServiceName
  /** Whether the API would take a Service of that name. */
  readonly isPossible: boolean
  readonly rows: readonly Row[]
}

const MOST = 6

/** The address names a Service that is not there, or cannot be: what is like it, and what was opened last. */
export function NoService({ service, isPossible, rows }: NoServiceProps) {
  const store = usePlaceStore()
  const { namespace, name } = service
  return (
    <div className="condition" data-testid={isPossible ? 'absent' : 'impossible'}>
      {isPossible ? (
        <>
          <h1>No Service {name}</h1>
          <p>There is no Service of that name in {namespace} that you can see.</p>
        </>
      ) : (
        <>
          <h1>No Service can have this name</h1>
          <p>
            The link names <code>{name}</code> in <code>{namespace}</code>. Names have at most 63 lowercase letters,
            digits and hyphens, and start and end with a letter or digit. Check whether the link was cut or mistyped.
          </p>
        </>
      )}
      <Suggestions service={service} rows={rows} />
      <button type="button" className="button" onClick={() => store.go({ service: null, selection: null })}>
        Show what needs attention
      </button>
    </div>
  )
}

function Suggestions({ service, rows }: Pick<NoServiceProps, 'service' | 'rows'>) {
  const { cluster } = usePlace()
  const same = rows.filter(({ name }) => name === service.name).map(({ key }) => key)
  const like = fuzzyServices(rows, service.name)
    .map(({ key }) => key)
    .filter(key => !same.includes(key))
  const recent = readRecent(globalThis.localStorage)
    .filter(each => each.cluster === cluster && each.key !== keyOf(service) && rows.some(({ key }) => key === each.key))
    .map(({ key }) => key)
    .filter(key => !same.includes(key) && !like.includes(key))
  return (
    <>
      <Services title="The same name in other namespaces" keys={same} />
      <Services title="Did you mean" keys={like} />
      <Services title="Opened recently" keys={recent} />
      <OtherClusters title="Look in another cluster" cluster={cluster} />
    </>
  )
}

function Services({ title, keys }: { readonly title: string; readonly keys: readonly string[] }) {
  const store = usePlaceStore()
  if (keys.length === 0) return null
  return (
    <section className="suggestions">
      <h2>{title}</h2>
      <ul>
        {keys.slice(0, MOST).map(key => {
          const [namespace = '', name = ''] = key.split('/')
          return (
            <li key={key}>
              <button
                type="button"
                className="link"
                onClick={() => store.go({ service: { namespace, name }, selection: null })}
              >
                {key}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
