import type { Row } from '@slicescope/view'
import { SlidersHorizontal } from 'lucide-react'
import { later } from '../controls/later.tsx'
import { UntilOpened } from '../controls/until-opened.tsx'
import type { Place } from '../url/place.ts'
import type { Members } from './list-filter.ts'
import { activeFilters } from './narrow-place.ts'

export interface FacetMenuProps {
  readonly rows: readonly Row[]
  readonly place: Place
  readonly members: Members
}

const OpenedFacetMenu = later(async () => (await import('./opened-facet-menu.tsx')).OpenedFacetMenu)

/** Narrows the list by what Services share. */
export function FacetMenu(props: FacetMenuProps) {
  return (
    <UntilOpened
      kind="dialog"
      renderButton={attributes => (
        <button
          {...attributes}
          className="facet-button"
          data-active={activeFilters(props.place).length > 0}
          aria-label="Filter by"
          title="Filter by zone, node, type, workload or finding"
        >
          <SlidersHorizontal size={14} aria-hidden />
        </button>
      )}
    >
      {isOpen => <OpenedFacetMenu {...props} isOpenAtFirst={isOpen} />}
    </UntilOpened>
  )
}
