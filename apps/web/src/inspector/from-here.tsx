import { formatCount } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { usePlace, usePlaceStore } from '../state/stores.ts'
import { answeredBackends } from '../questions/answered-backends.ts'
import { useFrom } from '../questions/use-from.ts'
import { formatFrom, parseFrom } from '../url/from.ts'
import type { From } from '../url/place.ts'
import { placeWords } from '../words/from-words.ts'
import { Section } from './section.tsx'

interface FromHereProps {
  readonly view: ServiceView
  readonly zones: readonly string[]
  readonly nodes: readonly string[]
}

/** Where to look from: a zone or a node. The picture then shows who answers there. */
export function FromHere({ view, zones, nodes }: FromHereProps) {
  const { from } = usePlace()
  const store = usePlaceStore()
  return (
    <Section title="From here">
      <label className="from-here">
        <select
          aria-label="Show who answers from here"
          value={from === null ? '' : formatFrom(from)}
          onChange={event => store.go({ from: parseFrom(event.target.value) })}
        >
          <option value="">all nodes</option>
          <Choices title="Zones" kind="zone" keys={zones} from={from} />
          <Choices title="Nodes" kind="node" keys={nodes} from={from} />
        </select>
      </label>
      <p className="faint">
        {from === null ? (
          'Choose a zone or a node to see who answers its clients.'
        ) : (
          <Answered view={view} from={from} />
        )}
      </p>
    </Section>
  )
}

interface ChoicesProps {
  readonly title: string
  readonly kind: From['kind']
  readonly keys: readonly string[]
  readonly from: From | null
}

/** Of a kind all that there are, and what the address names. */
function Choices({ title, kind, keys, from }: ChoicesProps) {
  const isStrange = from?.kind === kind && !keys.includes(from.key)
  return (
    <optgroup label={title}>
      {[...keys, ...(isStrange ? [from.key] : [])].map(key => (
        <option key={key} value={formatFrom({ kind, key })}>
          {key === '' ? '(no zone)' : key}
        </option>
      ))}
    </optgroup>
  )
}

function Answered({ view, from }: { readonly view: ServiceView; readonly from: From }) {
  const ports = useFrom(view)
  if (ports === null) return `Computing who answers clients ${placeWords(from)}.`
  const answering = answeredBackends(view, ports).size
  return (
    <>
      {formatCount(answering)} of {formatCount(view.backends.length)} backends answer clients {placeWords(from)} at the
      Service&apos;s own address<span className="wide-only">; the picture shows which</span>.
    </>
  )
}
