import { kubectlOfNode } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { For } from '../controls/ago.tsx'
import { Copied } from '../controls/copy-button.tsx'
import type { Selection } from '../url/place.ts'
import { BackendList } from './backend-list.tsx'
import { countBackends } from './count-backends.ts'
import { AskFrom } from './ask-from.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { OtherServices } from './other-services.tsx'
import { SaidOfObject } from './said-of-object.tsx'
import { YamlSection } from './yaml-panel.tsx'
import { Fact, Section } from './section.tsx'
import { StateCounts } from './state-counts.tsx'

interface NodePanelProps {
  readonly view: ServiceView
  readonly name: string
  readonly onSelect: (selection: Selection) => void
}

/** A node's share of the Service. */
export function NodePanel({ view, name, onSelect }: NodePanelProps) {
  const node = view.nodes.find(each => each.name === name)
  const backends = view.backends.filter(({ nodeName }) => nodeName === name)
  const ready = node?.conditions.find(({ type }) => type === 'Ready')
  const { states, total } = countBackends(backends)
  return (
    <>
      <Section title="Node">
        <dl>
          <Fact name="name" mono copy={name}>
            {name}
          </Fact>
          {(node?.conditions ?? []).map(condition => (
            <Condition key={condition.type} condition={condition} />
          ))}
          {ready === undefined && <Fact name="Ready">{node?.ready === false ? 'not reported' : 'not known'}</Fact>}
          <Fact name="zone">{node?.zone ?? backends[0]?.zone ?? '(no zone)'}</Fact>
          {node?.unschedulable === true && <Fact name="scheduling">cordoned: no new pods</Fact>}
          {(node?.taints ?? []).length > 0 && (
            <Fact name={node?.taints.length === 1 ? 'taint' : 'taints'} mono>
              {node?.taints.map(taint => (
                <Copied key={taint} text={taint} />
              ))}
            </Fact>
          )}
        </dl>
      </Section>
      <SaidOfObject view={view} kind="Node" name={name} />
      <StateCounts title="Backends on this node" counts={states} total={total} />
      <BackendList backends={backends} onSelect={onSelect} />
      <OtherServices view={view} kind="node" name={name} />
      <AskFrom from={{ kind: 'node', key: name }} />
      <YamlSection key={name} asked={{ resource: 'nodes', namespace: null, name }} />
      <KubectlSection commands={kubectlOfNode(view.service, name)} />
    </>
  )
}

function Condition({ condition: { type, status, reason, since } }: { readonly condition: NodeCondition }) {
  const isWell = type === 'Ready' ? status === 'True' : status === 'False'
  return (
    <Fact name={type}>
      <span className={isWell ? '' : 'lost'}>{status}</span> {since !== null && <For time={since} />}
      {reason !== null && !isWell && <span className="condition-reason">{reason}</span>}
    </Fact>
  )
}

type NodeCondition = ServiceView['nodes'][number]['conditions'][number]
