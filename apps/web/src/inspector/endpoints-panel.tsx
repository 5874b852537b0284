import { formatCount, plural } from '@slicescope/picture'
import type { LegacyEndpointsView, ServiceView } from '@slicescope/view'
import { command } from '@slicescope/view/text'
import { sizeWords } from '../words/size-words.ts'
import { Believed } from './believed.tsx'
import { KubectlSection } from './kubectl-section.tsx'
import { Fact, Section } from './section.tsx'

/** What the old Endpoints object says beside what the slices say, each difference with its reason. */
export function EndpointsPanel({ view }: { readonly view: ServiceView }) {
  const { legacyEndpoints: legacy, service } = view
  const { namespace, name } = service
  return (
    <>
      <Believed belief="Endpoints are built from EndpointSlices, or the other way round">
        Two controllers build them separately, both from the pods. Only the Endpoints of a Service without a selector
        are mirrored into slices. kube-proxy reads only slices.
      </Believed>
      {legacy === null ? (
        <p className="section faint" data-testid="no-endpoints">
          Endpoints cannot be read (RBAC), or are still loading.
        </p>
      ) : (
        <Compared view={view} legacy={legacy} />
      )}
      <KubectlSection
        commands={[
          command('kubectl', '-n', namespace, 'get', `endpoints/${name}`, '-o', 'yaml'),
          command('kubectl', '-n', namespace, 'describe', `endpoints/${name}`),
        ]}
      />
    </>
  )
}

interface ComparedProps {
  readonly view: ServiceView
  readonly legacy: LegacyEndpointsView
}

function Compared({ view, legacy }: ComparedProps) {
  const hasSelector = Object.keys(view.service.selector).length > 0
  const faults = legacy.differences.filter(({ isFault }) => isFault).length
  return (
    <>
      <Section title="Endpoints" note="v1, deprecated since 1.33">
        {legacy.found ? (
          <dl>
            <Fact name="addresses">
              {formatCount(legacy.ready)} ready, {formatCount(legacy.notReady)} not ready
            </Fact>
            <Fact name="family">{legacy.family} only</Fact>
            <Fact name="size">{sizeWords(legacy.ready + legacy.notReady)} in one object</Fact>
            <Fact name="a change sends">all of it</Fact>
            <Fact name="most">1,000 addresses{legacy.truncated ? ', truncated' : ''}</Fact>
            <Fact name="cannot show">serving, terminating, zones, hints</Fact>
            <Fact name="managed by">{legacy.managedBy ?? 'unknown'}</Fact>
            {legacy.lastChange !== null && <Fact name="last change">{legacy.lastChange}</Fact>}
          </dl>
        ) : (
          <p className="faint">There is no Endpoints object. This is no fault: Kubernetes allows it.</p>
        )}
      </Section>
      <Section title="EndpointSlices" note="discovery.k8s.io/v1, since 1.21">
        <dl>
          <Fact name="as beta">since 1.17, until 1.25</Fact>
          <Fact name="entries">
            {formatCount(view.endpoints.length)} in {plural(view.slices.length, 'slice')}
          </Fact>
          <Fact name="families">{familiesOf(view)}</Fact>
          <Fact name="size">
            {sizeWords(view.endpoints.length)} in {plural(view.slices.length, 'object')}
          </Fact>
          <Fact name="a change sends">only its slice</Fact>
          <Fact name="most">100 per slice by default, 1,000 if configured</Fact>
          <Fact name="supported">250 endpoints per Service</Fact>
        </dl>
        <Believed belief="Endpoints struggle beyond 100 pods">
          100 is the default size of one slice; the controller then starts the next. The Endpoints object is truncated
          at 1,000 addresses. Kubernetes is tested with 250 endpoints per Service; this is no limit.
        </Believed>
        <Believed belief="An endpoint has its zone in a topology map">
          That map was part of v1beta1, which Kubernetes 1.25 removed. In v1 an endpoint has the field <code>zone</code>
          , and the API rejects the map.
        </Believed>
      </Section>
      {legacy.found && (
        <Section
          title="Differences"
          note={legacy.differing === 0 ? 'none' : `${plural(faults, 'fault')} of ${formatCount(legacy.differing)}`}
        >
          {legacy.differing === 0 && <p className="faint">Both agree on every address.</p>}
          <ul className="evidence">
            {legacy.differences.map(({ address, inEndpoints, inSlices, reason, isFault }) => (
              <li key={address} data-fault={isFault}>
                <span>
                  <code>{address}</code>{' '}
                  <span className="faint">
                    Endpoints: {inEndpoints ?? 'absent'}, slices: {inSlices ?? 'absent'}
                  </span>
                </span>
                <span className={isFault ? 'lost' : 'faint'}>{reason}</span>
              </li>
            ))}
          </ul>
          {faults > 0 && (
            <p className="faint">A fault if it lasts for more than about 30 s: the controllers need some time.</p>
          )}
          {faults > 0 && hasSelector && (
            <Believed belief="Someone edited the Endpoints, so traffic goes elsewhere">
              kube-proxy never reads them. If they were edited, the controller corrects them at the next change of a pod
              or of the Service. A manual edit cannot be proven: they differ from the pods.
            </Believed>
          )}
        </Section>
      )}
    </>
  )
}

function familiesOf({ slices }: ServiceView): string {
  const families = [...new Set(slices.map(({ addressType }) => addressType))].toSorted()
  return families.length === 0 ? 'none' : families.join(', ')
}
