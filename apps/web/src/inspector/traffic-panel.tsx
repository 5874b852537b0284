import { formatCount, plural } from '@slicescope/picture'
import type { ServiceView, TrafficDestination, TrafficGroups, TrafficPort } from '@slicescope/view'
import { useState } from 'react'
import { usePlace } from '../state/stores.ts'
import type { AskedService } from '../questions/asked.ts'
import { trafficGroupsQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import type { From } from '../url/place.ts'
import { FromHere } from './from-here.tsx'
import { Section } from './section.tsx'

interface TrafficPanelProps {
  readonly asked: AskedService
  readonly view: ServiceView
}

/** "From here, who answers?": nodes with equal answers together; of a zone that is chosen only its own. */
export function TrafficPanel({ asked, view }: TrafficPanelProps) {
  const { from } = usePlace()
  const { data, error } = useFreshQuery(trafficGroupsQuery(asked), view)
  const isZone = from?.kind === 'zone'
  const ofZone = useFreshQuery({ ...trafficGroupsQuery(asked, from?.key ?? ''), enabled: isZone }, isZone ? view : null)
  if (error !== null) return <p className="section faint">{error.message}</p>
  if (data === undefined) return <p className="section faint">Computing who answers clients on each node.</p>
  if (data.groups.length === 0) return <p className="section faint">No Node is known.</p>
  return (
    <>
      <FromHere
        view={view}
        zones={zonesOf(view, data.groups)}
        nodes={data.groups.flatMap(({ nodes }) => nodes).toSorted()}
      />
      {isZone && ofZone.error !== null && <p className="section faint">{ofZone.error.message}</p>}
      {groupsToShow(isZone ? (ofZone.data?.groups ?? []) : data.groups, from).map(group => (
        <Group key={group.nodes[0]} group={group} />
      ))}
      <Section title="Rules">
        <p className="faint">
          kube-proxy {data.rulesOf}, applied to the current slices. {data.notes.join(' ')}
        </p>
      </Section>
    </>
  )
}

type NodeGroup = TrafficGroups['groups'][number]

/** Zones that the Service or a whole group of nodes is in; nodes of several zones that answer alike name none. */
function zonesOf({ zones, nodes }: ServiceView, groups: readonly NodeGroup[]): readonly string[] {
  const ofNodes = [...nodes, ...groups].flatMap(({ zone }) => zone ?? [])
  return [...new Set([...zones.map(({ key }) => key), ...ofNodes])].toSorted()
}

/** Of the node that is looked from its own group first. */
function groupsToShow(groups: readonly NodeGroup[], from: From | null): readonly NodeGroup[] {
  if (from?.kind !== 'node') return groups
  const isHere = ({ nodes }: NodeGroup) => nodes.includes(from.key)
  return [...groups.filter(isHere), ...groups.filter(group => !isHere(group))]
}

/** More are named on demand: a list of thousands says nothing. */
const NAMED = 3

function Group({ group }: { readonly group: NodeGroup }) {
  const { from } = usePlace()
  const { nodes, zone, ports } = group
  const title = nodes.length > NAMED ? plural(nodes.length, 'node') : nodes.join(', ')
  const isHere = from?.kind === 'node' && nodes.includes(from.key)
  return (
    <Section title={title} note={zone ?? (nodes.length > 1 ? 'several zones' : '(no zone)')}>
      {nodes.length > NAMED && (
        <details className="names">
          <summary>their names</summary>
          <code>{nodes.join(' ')}</code>
        </details>
      )}
      <div className="traffic-ports" data-here={isHere}>
        {ports.length === 0 && <p className="faint">kube-proxy has no rule for this Service.</p>}
        {ports.map(port => (
          <PortLines key={`${port.name}/${port.protocol}/${port.family}`} port={port} />
        ))}
      </div>
    </Section>
  )
}

function PortLines({ port }: { readonly port: TrafficPort }) {
  const lines = [
    ['inside', port.internal],
    ['from outside', port.external],
    ['pods to outside address', port.externalFromPods],
  ] as const
  const told = lines.filter(([, destination]) => destination !== null)
  return (
    <dl>
      <div className="fact port-head">
        <dt>
          {port.name !== '' && <code>{port.name}</code>}{' '}
          <span className="faint">
            {port.protocol} {port.family}
          </span>
        </dt>
        <dd>{told.length === 0 && <span className="faint">no rule: DNS or another proxy</span>}</dd>
      </div>
      {told.map(([name, destination]) => (
        <div className="fact" key={name}>
          <dt className="faint">{name}</dt>
          <dd>{destination !== null && <DestinationWords destination={destination} />}</dd>
          {destination !== null && 'none' in destination && <dd className="whole faint">{destination.why}</dd>}
        </div>
      ))}
    </dl>
  )
}

function DestinationWords({ destination }: { readonly destination: TrafficDestination }) {
  const [isOpen, setOpen] = useState(false)
  if ('none' in destination) {
    return <span className="lost">no answer: {destination.none}</span>
  }
  const { answers } = destination
  const isUndefined = destination.undefined === true
  return (
    <span className="answers">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} title={destination.why}>
        {isUndefined ? 'any of ' : ''}
        <b>{formatCount(answers.length)}</b> {answers.length === 1 ? 'answers' : 'answer'}
      </button>
      {isOpen && <code>{answers.join(' ')}</code>}
      {destination.orNone !== undefined && <span className="faint"> or {destination.orNone.join(' or ')}</span>}
    </span>
  )
}
