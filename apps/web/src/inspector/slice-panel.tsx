import { capacityOf, formatCount, kubectlOfSlice } from '@slicescope/picture'
import type { ServiceView, SliceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'
import { Ago } from '../controls/ago.tsx'
import { managerWords, portWords } from '../words/endpoint-words.ts'
import { EndpointList } from './endpoint-list.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { SaidOfObject } from './said-of-object.tsx'
import { YamlSection } from './yaml-panel.tsx'
import { Fact, Section } from './section.tsx'

interface SlicePanelProps {
  readonly view: ServiceView
  readonly slice: SliceView
  readonly onSelect: (selection: Selection) => void
}

/** A slice as the data plane was told of it. */
export function SlicePanel({ view, slice, onSelect }: SlicePanelProps) {
  const endpoints = view.endpoints
    .filter(each => each.slice === slice.key)
    .toSorted((a, b) => Number(a.conditions.ready) - Number(b.conditions.ready))
  const ready = endpoints.filter(({ conditions }) => conditions.ready).length
  const capacity = capacityOf(slice)
  return (
    <>
      <Section title="EndpointSlice">
        <dl>
          <Fact name="name" mono copy={slice.name}>
            {slice.name}
          </Fact>
          <Fact name="address type">{slice.addressType}</Fact>
          <Fact name="entries">
            {capacity === null
              ? formatCount(slice.endpointCount)
              : `${formatCount(slice.endpointCount)} of at most ${formatCount(capacity)}`}
          </Fact>
          <Fact name="managed by">{managerWords(slice.managedBy)}</Fact>
          {slice.creationTimestamp !== null && (
            <Fact name="created">
              <Ago time={slice.creationTimestamp} />
            </Fact>
          )}
          {slice.triggered !== null && (
            <Fact name="last change triggered">
              <Ago time={slice.triggered} />
            </Fact>
          )}
          <Fact name="ports" mono>
            {slice.ports.length === 0 ? 'none' : slice.ports.map(portWords).join(', ')}
          </Fact>
        </dl>
      </Section>
      <SaidOfObject view={view} kind="EndpointSlice" name={slice.name} />
      <Section title="Endpoints" note={`${formatCount(ready)} of ${formatCount(endpoints.length)} ready`}>
        <EndpointList endpoints={endpoints} onSelect={onSelect} />
      </Section>
      <YamlSection
        key={slice.name}
        asked={{ resource: 'endpointslices', namespace: view.service.namespace, name: slice.name }}
      />
      <KubectlSection commands={kubectlOfSlice(view.service, slice.name)} />
    </>
  )
}
