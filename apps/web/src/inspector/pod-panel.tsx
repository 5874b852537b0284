import {
  cellStateOf,
  ABSENT_EXPLANATION,
  ABSENT_LABEL,
  kubectlOfPod,
  NEAR_EXPLANATION,
  NEAR_LABEL,
} from '@slicescope/picture'
import type { EndpointView, PodView, ServiceView } from '@slicescope/view'
import { Copied } from '../controls/copy-button.tsx'
import { GhostIcon, StateIcon } from '../drawing/icons.tsx'
import type { Selection } from '../url/place.ts'
import { Ago, For } from '../controls/ago.tsx'
import { Coded } from '../controls/coded.tsx'
import { conditionWords, portWords, stateWords } from '../words/endpoint-words.ts'
import { ipPort } from '../words/ip-port.ts'
import type { SelectedPod } from './find-selected.ts'
import { ContainersSection } from './containers-section.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { OtherServices } from './other-services.tsx'
import { PodNames } from './pod-names.tsx'
import { SaidOfObject } from './said-of-object.tsx'
import { Fact, Section } from './section.tsx'
import { YamlSection } from './yaml-panel.tsx'

interface PodPanelProps {
  readonly view: ServiceView
  readonly selected: SelectedPod
  readonly onSelect: (selection: Selection) => void
}

/** A backend, or a pod that should be one: what the slices say of it, and what the pod says. */
export function PodPanel({ view, selected: { backend, pod, near }, onSelect }: PodPanelProps) {
  const known = pod ?? near
  const nodeName = (backend ?? pod ?? near)?.nodeName ?? null
  const entries = backend === null ? [] : view.endpoints.filter(endpoint => endpoint.backend === backend.key)
  return (
    <>
      <SaidOfObject
        view={view}
        kind="Pod"
        name={(pod ?? backend ?? near)?.name ?? ''}
        {...(backend === null ? {} : { backend: backend.key })}
      />
      {pod !== null && <ContainersSection pod={pod} isReported={!isOnLostNode(view, pod)} />}
      <Section title="In the slices">
        <dl>
          <div className="fact">
            <dt>state</dt>
            <dd>
              {backend === null ? (
                <GhostIcon near={near !== null} />
              ) : (
                <StateIcon state={cellStateOf(backend)} published={backend.published} />
              )}{' '}
              {backend === null
                ? near === null
                  ? ABSENT_LABEL
                  : NEAR_LABEL
                : stateWords(cellStateOf(backend), backend.published)}
            </dd>
          </div>
          {backend?.state === 'ready' && !backend.ready && (
            <Fact name="counts as">not ready: a served port lacks it</Fact>
          )}
          {near !== null && (
            <Fact name="difference">
              <Coded text={near.difference} />
            </Fact>
          )}
          <Fact name="zone">{(backend ?? near)?.zone ?? '(no zone)'}</Fact>
          {nodeName !== null && (
            <Fact name="node" copy={nodeName}>
              <button type="button" className="link mono" onClick={() => onSelect({ kind: 'node', key: nodeName })}>
                {nodeName}
              </button>
            </Fact>
          )}
        </dl>
        {backend === null && <p className="faint">{near === null ? ABSENT_EXPLANATION : NEAR_EXPLANATION}</p>}
      </Section>
      {near === null && <PodNames view={view} pod={pod} entries={entries} />}
      {entries.map(entry => (
        <Entry key={entry.key} entry={entry} onSelect={onSelect} />
      ))}
      {pod !== null && <PodFacts pod={pod} />}
      {known !== null && <OtherServices view={view} kind="pod" name={known.name} />}
      {pod !== null && (
        <YamlSection key={pod.key} asked={{ resource: 'pods', namespace: pod.namespace, name: pod.name }} />
      )}
      {known !== null && (
        <KubectlSection
          commands={kubectlOfPod({ namespace: known.namespace, name: known.name, containers: pod?.containers ?? [] })}
        />
      )}
    </>
  )
}

/** No kubelet reports what became of its containers. */
function isOnLostNode({ nodes }: ServiceView, { nodeName }: PodView): boolean {
  return nodes.some(({ name, ready }) => name === nodeName && ready === false)
}

function Entry({ entry, onSelect }: { readonly entry: EndpointView; readonly onSelect: PodPanelProps['onSelect'] }) {
  const { slice, addresses, ports, hostname, hints, ignored } = entry
  const answers = addresses.flatMap(address =>
    ports.flatMap(({ port }) => (port === null ? [] : ipPort(address, port))),
  )
  return (
    <Section title="Entry in a slice" note={entry.addressType}>
      <dl>
        <Fact name="slice">
          <button type="button" className="link mono" onClick={() => onSelect({ kind: 'slice', key: slice })}>
            {slice}
          </button>
        </Fact>
        <Fact name={addresses.length === 1 ? 'address' : 'addresses'} mono>
          {addresses.map(address => (
            <Copied key={address} text={address} />
          ))}
        </Fact>
        <Fact name="conditions" mono>
          {conditionWords(entry)}
        </Fact>
        <Fact name="ports" mono>
          {ports.length === 0 ? 'none' : ports.map(portWords).join(', ')}
        </Fact>
        {answers.length > 0 && (
          <Fact name="answers on" mono>
            {answers.map(answer => (
              <Copied key={answer} text={answer} />
            ))}
          </Fact>
        )}
        {hostname !== null && (
          <Fact name="hostname" mono>
            {hostname}
          </Fact>
        )}
        {hints !== null && <Fact name="hints">{[...hints.forZones, ...hints.forNodes].join(', ') || 'none'}</Fact>}
        {ignored !== null && <Fact name="ignored">{ignored}</Fact>}
      </dl>
    </Section>
  )
}

function PodFacts({ pod }: { readonly pod: PodView }) {
  return (
    <Section title="In the pod status">
      <dl>
        <Fact name="pod" mono copy={pod.name}>
          {pod.name}
        </Fact>
        <Fact name="phase">{pod.phase}</Fact>
        <Fact name="Ready">
          {pod.ready ? 'True' : `False${pod.reason === null ? '' : ` (${pod.reason})`}`}{' '}
          {pod.since !== null && <For time={pod.since} />}
        </Fact>
        {pod.workload !== null && <Fact name="owner">{pod.workload}</Fact>}
        {pod.revision !== null && pod.revision !== pod.workload && <Fact name="revision">{pod.revision}</Fact>}
        {pod.podIPs.length > 0 && (
          <Fact name="IPs" mono>
            {pod.podIPs.map(ip => (
              <Copied key={ip} text={ip} />
            ))}
          </Fact>
        )}
        {pod.creationTimestamp !== null && (
          <Fact name="created">
            <Ago time={pod.creationTimestamp} />
          </Fact>
        )}
        {pod.deletionTimestamp !== null && (
          <Fact name="deletion asked">
            <Ago time={pod.deletionTimestamp} />
          </Fact>
        )}
      </dl>
    </Section>
  )
}
