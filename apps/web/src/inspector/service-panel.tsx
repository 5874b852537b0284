import { formatCount, kubectlOfService } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { Copied, CopyButton } from '../controls/copy-button.tsx'
import { usePlace } from '../state/stores.ts'
import type { Selection } from '../url/place.ts'
import { ipPort } from '../words/ip-port.ts'
import { stateCounts } from '../words/state-counts.ts'
import { ChangesSection } from './changes-section.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { LinksSection } from './links-section.tsx'
import { Fact, Section } from './section.tsx'
import { SlicesSection } from './slices-section.tsx'
import { SummarySection } from './summary-section.tsx'
import { StateCounts } from './state-counts.tsx'

interface ServicePanelProps {
  readonly view: ServiceView
  readonly onSelect: (selection: Selection) => void
}

/** The Service itself: counts, slices, ports, what it selects. */
export function ServicePanel({ view, onSelect }: ServicePanelProps) {
  const { at } = usePlace()
  return (
    <>
      <StateCounts title="Backends" counts={stateCounts(view)} total={view.total} absent={view.absentPods.length} />
      <SummarySection view={view} />
      <ChangesSection
        key={`changes ${view.service.uid} ${at ?? ''}`}
        changes={view.changes}
        unchangedBefore={view.unchangedBefore}
      />
      <SlicesSection key={view.service.uid} view={view} onSelect={onSelect} />
      <Ports view={view} />
      <Facts view={view} />
      <LinksSection view={view} />
      <KubectlSection commands={kubectlOfService(view.service)} />
    </>
  )
}

function Ports({ view: { service, ports } }: { readonly view: ServiceView }) {
  const counts = new Map(ports.map(port => [`${port.name}/${port.protocol}/${port.port}`, port]))
  return (
    <Section title="Ports" note="backends ready for each">
      {service.ports.length === 0 && <p className="faint">It has no ports.</p>}
      <dl>
        {service.ports.map(({ name, protocol, port, targetPort, nodePort }) => {
          const count = counts.get(`${name}/${protocol}/${port}`)
          return (
            <div className="fact" key={`${name}/${protocol}/${port}`}>
              <dt>
                {name !== '' && <code>{name}</code>} <span className="faint">{protocol}</span>
              </dt>
              <dd className="mono">
                {port} → {targetPort}
                {nodePort !== null && <span className="faint"> node {nodePort}</span>}
                {count !== undefined && (
                  <b className={count.ready === 0 ? 'port-count lost' : 'port-count'}>
                    {formatCount(count.ready)}/{formatCount(count.total)}
                  </b>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

function Facts({ view: { service } }: { readonly view: ServiceView }) {
  const selector = Object.entries(service.selector).map(([key, value]) => `${key}=${value}`)
  const answers = service.headless
    ? []
    : service.clusterIPs.flatMap(ip => [ip, ...service.ports.map(({ port }) => ipPort(ip, port))])
  return (
    <Section title="Service">
      <dl>
        <Fact name="selector" mono>
          {selector.length === 0 ? 'none' : selector.join(', ')}
          {selector.length > 0 && <CopyButton text={selector.join(',')} />}
        </Fact>
        {answers.length > 0 && (
          <Fact name="cluster IP" mono>
            {answers.map(answer => (
              <Copied key={answer} text={answer} />
            ))}
          </Fact>
        )}
        {service.externalName !== null && (
          <Fact name="external name" mono>
            {service.externalName}
          </Fact>
        )}
        {service.ipFamilies.length > 0 && (
          <Fact name="families">
            {service.ipFamilies.join(', ')} {service.ipFamilyPolicy}
          </Fact>
        )}
        {service.internalTrafficPolicy !== 'Cluster' && (
          <Fact name="internal traffic">{service.internalTrafficPolicy}</Fact>
        )}
        {service.externalTrafficPolicy !== null && <Fact name="external traffic">{service.externalTrafficPolicy}</Fact>}
        {service.trafficDistribution !== null && <Fact name="distribution">{service.trafficDistribution}</Fact>}
        {service.sessionAffinity !== 'None' && <Fact name="affinity">{service.sessionAffinity}</Fact>}
        {service.publishNotReadyAddresses && <Fact name="publishes">not-ready addresses too</Fact>}
        {service.otherProxy !== null && <Fact name="proxy">{service.otherProxy}</Fact>}
      </dl>
    </Section>
  )
}
