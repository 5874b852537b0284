import { formatCount } from '@slicescope/picture'
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useCursor } from '../controls/use-cursor.ts'
import { facetsQuery } from '../questions/facets-query.ts'
import { usePlaceStore } from '../state/stores.ts'
import { type Dimension, DIMENSIONS, facetChoices, type FacetChoice } from './facet-choices.ts'
import type { FacetMenuProps } from './facet-menu.tsx'
import { activeFilters, toggleFilter } from './narrow-place.ts'

interface OpenedFacetMenuProps extends FacetMenuProps {
  readonly isOpenAtFirst: boolean
}

/** The filter menu: a box that finds zones, nodes, types, workloads, findings, each with its count. */
export function OpenedFacetMenu({ isOpenAtFirst, ...props }: OpenedFacetMenuProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const count = activeFilters(props.place).length
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className="facet-button"
        data-active={count > 0}
        aria-label="Filter by"
        title="Filter by zone, node, type, workload or finding"
      >
        <SlidersHorizontal size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu facets" align="start" sideOffset={4} aria-label="Filter by">
          <Choices {...props} onChosen={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const TITLES: Readonly<Record<Dimension, string>> = {
  finding: 'Finding',
  health: 'State',
  zone: 'Zone',
  type: 'Type',
  namespace: 'Namespace',
  workload: 'Workload',
  node: 'Node',
}

/** Of each dimension, before something is typed and after. */
const SHOWN = { at: 5, typed: 20 }

function Choices({ rows, place, members, onChosen }: FacetMenuProps & { readonly onChosen: () => void }) {
  const store = usePlaceStore()
  const [text, setText] = useState('')
  const groups = useGroups({ rows, place, members }, text)
  const items = groups.flatMap(({ shown }) => shown)
  const active = new Set(activeFilters(place).map(({ dimension, value }) => `${dimension} ${value}`))
  const choose = (choice: FacetChoice) => {
    store.go(toggleFilter(place, choice))
    onChosen()
  }
  const { at, handleKey, reset } = useCursor(items, choose)
  return (
    <>
      <input
        role="combobox"
        aria-label="Find a filter"
        aria-expanded="true"
        aria-controls="facet-items"
        aria-activedescendant={items.length === 0 ? undefined : `facet-${at}`}
        placeholder="zone, node, type, workload, finding"
        value={text}
        onChange={event => {
          setText(event.target.value)
          reset()
        }}
        onKeyDown={handleKey}
        spellCheck={false}
        autoComplete="off"
      />
      <div id="facet-items" role="listbox" aria-label="Filters">
        {groups.map(({ dimension, shown, more, from }) => (
          <div key={dimension} role="group" aria-label={TITLES[dimension]}>
            <p className="menu-label" aria-hidden>
              {TITLES[dimension]}
              {more > 0 && <span> and {formatCount(more)} more: type a name</span>}
            </p>
            {shown.map((choice, index) => (
              // The box above has the keys; its options have the pointer.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={choice.value}
                id={`facet-${from + index}`}
                role="option"
                className="menu-item"
                aria-selected={from + index === at}
                data-active={active.has(`${dimension} ${choice.value}`)}
                ref={from + index === at ? intoView : null}
                onClick={() => choose(choice)}
              >
                <span className="clip" title={choice.label}>
                  {choice.label}
                </span>
                <span className="faint">
                  {choice.note} <b>{formatCount(choice.services)}</b>
                </span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="faint facet-none">No filter of that name leaves a Service.</p>}
    </>
  )
}

interface Group {
  readonly dimension: Dimension
  readonly shown: readonly FacetChoice[]
  readonly more: number
  /** The number of its first choice. */
  readonly from: number
}

function useGroups({ rows, place, members }: FacetMenuProps, text: string): readonly Group[] {
  const cluster = place.cluster ?? ''
  const { at } = place
  const node = useQuery({ ...facetsQuery({ cluster, at, by: 'node', name: null }), enabled: cluster !== '' }).data
  const workload = useQuery({
    ...facetsQuery({ cluster, at, by: 'workload', name: null }),
    enabled: cluster !== '',
  }).data
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const groups: Group[] = []
  let from = 0
  for (const dimension of DIMENSIONS) {
    const choices = facetChoices(dimension, { rows, filter: place, members, facets: { node, workload } }).filter(
      choice => words.every(word => textOf(choice).includes(word)),
    )
    if (choices.length === 0) continue
    const shown = choices.slice(0, words.length === 0 ? SHOWN.at : SHOWN.typed)
    groups.push({ dimension, shown, more: choices.length - shown.length, from })
    from += shown.length
  }
  return groups
}

function textOf({ dimension, value, label, note }: FacetChoice): string {
  return `${TITLES[dimension]} ${value} ${label} ${note}`.toLowerCase()
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
