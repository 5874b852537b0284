import { formatCount } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { ChoiceMenu } from '../controls/choice-menu.tsx'
import type { Choice } from '../controls/choice-words.tsx'
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
      <div className="from-here">
        <ChoiceMenu
          label={from?.kind === 'zone' ? 'clients in' : 'clients on'}
          shown={from === null ? 'all nodes' : nameOf(from.key)}
          value={from === null ? '' : formatFrom(from)}
          choices={[
            { value: '', label: 'all nodes' },
            ...choicesOf('zone', zones, from),
            ...choicesOf('node', nodes, from),
          ]}
          onChoose={value => store.go({ from: parseFrom(value) })}
        />
      </div>
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

/** Of a kind all that there are, and what the address names. */
function choicesOf(kind: From['kind'], keys: readonly string[], from: From | null): readonly Choice[] {
  const isStrange = from?.kind === kind && !keys.includes(from.key)
  return [...keys, ...(isStrange ? [from.key] : [])].map(key => ({
    value: formatFrom({ kind, key }),
    label: nameOf(key),
    note: kind,
  }))
}

function nameOf(key: string): string {
  return key === '' ? '(no zone)' : key
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
