import { formatCount, kubectlOfZone } from '@slicescope/picture'
import type { BackendView, ServiceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'
import { BackendList } from './backend-list.tsx'
import { countBackends } from './count-backends.ts'
import { AskFrom } from './ask-from.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { Section } from './section.tsx'
import { StateCounts } from './state-counts.tsx'

interface ZonePanelProps {
  readonly view: ServiceView
  /** Null: the backends that no zone is known of. */
  readonly zone: string | null
  readonly onSelect: (selection: Selection) => void
}

/** A zone's share of the Service. */
export function ZonePanel({ view, zone, onSelect }: ZonePanelProps) {
  const backends = view.backends.filter(backend => backend.zone === zone)
  const { states, total } = countBackends(backends)
  return (
    <>
      <StateCounts title="Backends in this zone" counts={states} total={total} />
      <Nodes view={view} backends={backends} onSelect={onSelect} />
      <BackendList backends={backends} onSelect={onSelect} />
      <AskFrom from={{ kind: 'zone', key: zone ?? '' }} />
      <KubectlSection commands={kubectlOfZone(zone)} />
    </>
  )
}

interface NodesProps {
  readonly view: ServiceView
  readonly backends: readonly BackendView[]
  readonly onSelect: (selection: Selection) => void
}

const MOST_SHOWN = 40

function Nodes({ view, backends, onSelect }: NodesProps) {
  const notReady = new Set(view.nodes.filter(({ ready }) => ready === false).map(({ name }) => name))
  const lines = [...Map.groupBy(backends, ({ nodeName }) => nodeName)]
    .map(([name, own]) => ({ name, counts: countBackends(own) }))
    .toSorted((a, b) => lostOf(b) - lostOf(a))
  return (
    <Section title="Nodes" note={formatCount(lines.length)}>
      <dl>
        {lines.slice(0, MOST_SHOWN).map(({ name, counts }) => (
          <div className="fact" key={name ?? ''}>
            <dt>
              {name === null ? (
                '(no node)'
              ) : (
                <button type="button" className="link mono clip" onClick={() => onSelect({ kind: 'node', key: name })}>
                  {name}
                </button>
              )}
              {name !== null && notReady.has(name) && <b className="lost"> NotReady</b>}
            </dt>
            <dd>
              <b className={counts.states.ready < counts.total ? 'lost' : ''}>{counts.states.ready}</b>/{counts.total}
            </dd>
          </div>
        ))}
      </dl>
      {lines.length > MOST_SHOWN && <p className="faint">and {formatCount(lines.length - MOST_SHOWN)} more</p>}
    </Section>
  )
}

function lostOf({ counts }: { readonly counts: ReturnType<typeof countBackends> }): number {
  return counts.total - counts.states.ready
}
