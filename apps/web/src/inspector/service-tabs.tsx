import type { ServiceView } from '@slicescope/view'
import { Check, Ellipsis } from 'lucide-react'
import { DropdownMenu, Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { type AskedService, useAsked } from '../questions/asked.ts'
import { usePlace, usePlaceStore } from '../state/stores.ts'
import { ROW_TABS, type Selection, type Tab, TABS } from '../url/place.ts'
import { DnsPanel } from './dns-panel.tsx'
import { EndpointsPanel } from './endpoints-panel.tsx'
import { EventsPanel } from './events-panel.tsx'
import { PodsPanel } from './pods-panel.tsx'
import { ServicePanel } from './service-panel.tsx'
import { SlicesSection } from './slices-section.tsx'
import { TrafficPanel } from './traffic-panel.tsx'
import { WhyPanel } from './why-panel.tsx'
import { YamlPanel } from './yaml-panel.tsx'

interface ServiceTabsProps {
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
}

const TAB_WORDS: Readonly<Record<Tab, string>> = {
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

/** What there is to know of a Service, by what people ask: five in a row that stays, the rest behind "More". */
export function ServiceTabs({ view, onSelect }: ServiceTabsProps) {
  const { tab } = usePlace()
  const store = usePlaceStore()
  const asked = { ...useAsked(), service: { namespace: view.service.namespace, name: view.service.name } }
  const go = (value: string) => store.go({ tab: TABS.find(each => each === value) ?? 'overview' })
  const row = rowOf(tab)
  return (
    <Tabs.Root value={tab} onValueChange={go}>
      <div className="tabs">
        <Tabs.List aria-label={`About ${view.service.name}`}>
          {row.map(each => (
            <Tabs.Trigger key={each} value={each}>
              {each === 'endpoints' ? 'Endpoints' : TAB_WORDS[each]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <MoreTabs tab={tab} tabs={TABS.filter(each => !row.includes(each))} onChoose={go} />
      </div>
      <Tabs.Content value={tab} tabIndex={-1}>
        {contentOf(tab, { asked, view, onSelect })}
      </Tabs.Content>
    </Tabs.Root>
  )
}

/** One that is behind "More" takes the last place of the row while it is shown. */
function rowOf(tab: Tab): readonly Tab[] {
  return ROW_TABS.some(each => each === tab) ? ROW_TABS : [...ROW_TABS.slice(0, -1), tab]
}

interface MoreTabsProps {
  readonly tab: Tab
  readonly tabs: readonly Tab[]
  readonly onChoose: (tab: string) => void
}

function MoreTabs({ tab, tabs, onChoose }: MoreTabsProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="more-tabs" title="More">
        <span>More</span>
        <Ellipsis size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.RadioGroup value={tab} onValueChange={onChoose}>
            {tabs.map(each => (
              <DropdownMenu.RadioItem key={each} value={each} className="menu-item">
                <span className="menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </DropdownMenu.ItemIndicator>
                </span>
                {TAB_WORDS[each]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function contentOf(
  tab: Tab,
  { asked, view, onSelect }: ServiceTabsProps & { readonly asked: AskedService },
): ReactNode {
  switch (tab) {
    case 'overview':
      return <ServicePanel view={view} onSelect={onSelect} />
    case 'why':
      return <WhyPanel view={view} />
    case 'pods':
      return <PodsPanel asked={asked} view={view} onSelect={onSelect} />
    case 'traffic':
      return <TrafficPanel asked={asked} view={view} />
    case 'dns':
      return <DnsPanel asked={asked} view={view} />
    case 'slices':
      return <SlicesSection key={view.service.uid} view={view} onSelect={onSelect} />
    case 'events':
      return <EventsPanel asked={asked} view={view} />
    case 'yaml':
      return <YamlPanel key={view.service.uid} view={view} />
    case 'endpoints':
      return <EndpointsPanel view={view} />
    default:
      return tab satisfies never
  }
}
