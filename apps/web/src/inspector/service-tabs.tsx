import type { ServiceView } from '@slicescope/view'
import { Tabs } from 'radix-ui'
import { usePlace, usePlaceStore } from '../state/stores.ts'
import { type Selection, TABS } from '../url/place.ts'
import { DnsPanel } from './dns-panel.tsx'
import { EndpointsPanel } from './endpoints-panel.tsx'
import { ServicePanel } from './service-panel.tsx'
import { TrafficPanel } from './traffic-panel.tsx'
import { WhyPanel } from './why-panel.tsx'

interface ServiceTabsProps {
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
}

const TAB_WORDS = { overview: 'Overview', why: 'Why', traffic: 'Traffic', dns: 'DNS', endpoints: 'Endpoints' }

/** What there is to know of a Service: what its slices say, who answers whom, what its names resolve to. */
export function ServiceTabs({ view, onSelect }: ServiceTabsProps) {
  const { cluster, tab } = usePlace()
  const store = usePlaceStore()
  const asked = { cluster: cluster ?? '', service: { namespace: view.service.namespace, name: view.service.name } }
  return (
    <Tabs.Root value={tab} onValueChange={value => store.go({ tab: TABS.find(each => each === value) ?? 'overview' })}>
      <Tabs.List className="tabs" aria-label={`About ${view.service.name}`}>
        {TABS.map(each => (
          <Tabs.Trigger key={each} value={each}>
            {TAB_WORDS[each]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="overview" tabIndex={-1}>
        <ServicePanel view={view} onSelect={onSelect} />
      </Tabs.Content>
      <Tabs.Content value="why" tabIndex={-1}>
        <WhyPanel view={view} />
      </Tabs.Content>
      <Tabs.Content value="traffic" tabIndex={-1}>
        <TrafficPanel asked={asked} view={view} />
      </Tabs.Content>
      <Tabs.Content value="dns" tabIndex={-1}>
        <DnsPanel asked={asked} view={view} />
      </Tabs.Content>
      <Tabs.Content value="endpoints" tabIndex={-1}>
        <EndpointsPanel view={view} />
      </Tabs.Content>
    </Tabs.Root>
  )
}
