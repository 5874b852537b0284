import { GROUPINGS } from '@slicescope/picture'
import { Table2, Workflow } from 'lucide-react'
import { useRef } from 'react'
import { ChoiceMenu } from '../controls/choice-menu.tsx'
import type { Place } from '../url/place.ts'
import { usePlaceStore } from '../state/stores.ts'

const GROUP_WORDS = {
  auto: 'auto',
  zone: 'zone',
  node: 'node',
  workload: 'workload',
  revision: 'revision',
  slice: 'slice',
  family: 'IP family',
  state: 'state',
}

const AUTO = { value: 'auto', label: 'auto', note: 'what best separates lost from ready' }

/** How the Service is shown: picture or table, and by what backends stand together. */
export function ViewTools({ place }: { readonly place: Place }) {
  const store = usePlaceStore()
  return (
    <div className="view-tools">
      {place.view === 'graph' && (
        <ChoiceMenu
          label="group by"
          shown={GROUP_WORDS[place.grouping]}
          value={place.grouping}
          choices={[AUTO, ...GROUPINGS.map(value => ({ value, label: GROUP_WORDS[value] }))]}
          onChoose={value => store.go({ grouping: GROUPINGS.find(each => each === value) ?? 'auto' })}
        />
      )}
      <ViewSwitch view={place.view} onChange={view => store.go({ view })} />
    </div>
  )
}

interface ViewSwitchProps {
  readonly view: Place['view']
  readonly onChange: (view: Place['view']) => void
}

/** One Tab stop; arrows choose. */
function ViewSwitch({ view, onChange }: ViewSwitchProps) {
  const group = useRef<HTMLDivElement>(null)
  const other = view === 'graph' ? 'table' : 'graph'
  return (
    <div
      ref={group}
      className="segmented"
      role="radiogroup"
      aria-label="Shown as"
      onKeyDown={event => {
        if (!event.key.startsWith('Arrow')) return
        event.preventDefault()
        onChange(other)
        group.current?.querySelector<HTMLElement>(`[value=${other}]`)?.focus()
      }}
    >
      {VIEWS.map(({ value, label, Icon }) => (
        <button
          key={value}
          type="button"
          role="radio"
          value={value}
          aria-checked={value === view}
          tabIndex={value === view ? 0 : -1}
          onClick={() => onChange(value)}
        >
          <Icon size={13} aria-hidden /> {label}
        </button>
      ))}
    </div>
  )
}

const VIEWS = [
  { value: 'graph', label: 'Graph', Icon: Workflow },
  { value: 'table', label: 'Table', Icon: Table2 },
] as const
