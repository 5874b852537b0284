import { kubectlOfNode } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'
import { BackendList } from './backend-list.tsx'
import { countBackends } from './count-backends.ts'
import { AskFrom } from './ask-from.tsx'
import { KubectlSection } from './kubectl-section.tsx'
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
  const { states, total } = countBackends(backends)
  return (
    <>
      <Section title="Node">
        <dl>
          <Fact name="name" mono copy={name}>
            {name}
          </Fact>
          <Fact name="Ready">{READY_WORDS[`${node?.ready ?? null}`]}</Fact>
          <Fact name="zone">{node?.zone ?? backends[0]?.zone ?? '(no zone)'}</Fact>
        </dl>
      </Section>
      <SaidOfObject view={view} kind="Node" name={name} />
      <StateCounts title="Backends on this node" counts={states} total={total} />
      <BackendList backends={backends} onSelect={onSelect} />
      <AskFrom from={{ kind: 'node', key: name }} />
      <YamlSection key={name} asked={{ resource: 'nodes', namespace: null, name }} />
      <KubectlSection commands={kubectlOfNode(view.service, name)} />
    </>
  )
}

const READY_WORDS = { true: 'True', false: 'not True', null: 'not known' }
