import { Ellipsis } from 'lucide-react'
import type { Tab } from '../url/place.ts'

export const TAB_WORDS: Readonly<Record<Tab, string>> = {
  overview: 'Overview',
  why: 'Why',
  pods: 'Pods',
  traffic: 'Traffic',
  dns: 'DNS',
  slices: 'Slices',
  events: 'Events',
  yaml: 'YAML',
  endpoints: 'Endpoints vs slices',
}

export interface MoreTabsProps {
  readonly tab: Tab
  readonly tabs: readonly Tab[]
  readonly onChoose: (tab: string) => void
}

export interface OpenedMoreTabsProps extends MoreTabsProps {
  readonly isOpenAtFirst: boolean
}

/** What the button of the tabs that have no place in the row says. */
export function MoreWords() {
  return (
    <>
      <span>More</span>
      <Ellipsis size={16} aria-hidden />
    </>
  )
}
