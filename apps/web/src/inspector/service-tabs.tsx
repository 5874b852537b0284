import type { ServiceView } from '@slicescope/view'
import { Tabs } from 'radix-ui'
import { type ReactNode, Suspense } from 'react'
import { later } from '../controls/later.tsx'
import { UntilOpened } from '../controls/until-opened.tsx'
import { type AskedService, useAsked } from '../questions/asked.ts'
import { usePlace, usePlaceStore } from '../state/stores.ts'
import { ROW_TABS, type Selection, type Tab, TABS } from '../url/place.ts'
import { type MoreTabsProps, MoreWords, TAB_WORDS } from './tab-words.tsx'
import { ServicePanel } from './service-panel.tsx'
import { SlicesSection } from './slices-section.tsx'

const OpenedMoreTabs = later(async () => (await import('./opened-more-tabs.tsx')).OpenedMoreTabs)
const WhyPanel = later(async () => (await import('./why-panel.tsx')).WhyPanel)
const PodsPanel = later(async () => (await import('./pods-panel.tsx')).PodsPanel)
const TrafficPanel = later(async () => (await import('./traffic-panel.tsx')).TrafficPanel)
const DnsPanel = later(async () => (await import('./dns-panel.tsx')).DnsPanel)
const EventsPanel = later(async () => (await import('./events-panel.tsx')).EventsPanel)
const YamlPanel = later(async () => (await import('./yaml-panel.tsx')).YamlPanel)
const EndpointsPanel = later(async () => (await import('./endpoints-panel.tsx')).EndpointsPanel)

interface ServiceTabsProps {
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
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
        <Suspense fallback={null}>{contentOf(tab, { asked, view, onSelect })}</Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}

/** One that is behind "More" takes the last place of the row while it is shown. */
function rowOf(tab: Tab): readonly Tab[] {
  return ROW_TABS.some(each => each === tab) ? ROW_TABS : [...ROW_TABS.slice(0, -1), tab]
}

function MoreTabs(props: MoreTabsProps) {
  return (
    <UntilOpened
      renderButton={attributes => (
        <button {...attributes} className="more-tabs" title="More">
          <MoreWords />
        </button>
      )}
    >
      {isOpen => <OpenedMoreTabs {...props} isOpenAtFirst={isOpen} />}
    </UntilOpened>
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
