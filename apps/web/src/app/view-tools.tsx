import { GROUPINGS } from '@slicescope/picture'
import { Table2, Workflow } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
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
      <ToggleGroup.Root
        type="single"
        className="segmented"
        aria-label="Shown as"
        value={place.view}
        // Pressed again, the chosen one answers '': it stays.
        onValueChange={value => value !== '' && store.go({ view: value === 'table' ? 'table' : 'graph' })}
      >
        <ToggleGroup.Item value="graph">
          <Workflow size={13} aria-hidden /> Graph
        </ToggleGroup.Item>
        <ToggleGroup.Item value="table">
          <Table2 size={13} aria-hidden /> Table
        </ToggleGroup.Item>
      </ToggleGroup.Root>
    </div>
  )
}
