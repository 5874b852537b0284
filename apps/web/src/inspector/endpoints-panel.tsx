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
      <Believed belief="Endpoints are built from the EndpointSlices, or these from them">
        Two controllers build them side by side, both from the pods. Only where a Service has no selector are hand-made
        Endpoints mirrored into slices. kube-proxy reads slices alone.
      </Believed>
      {legacy === null ? (
        <p className="section faint" data-testid="no-endpoints">
          Endpoints may not be read, or are still being listed.
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
            <Fact name="most">1,000 addresses{legacy.truncated ? ', and cut there' : ''}</Fact>
            <Fact name="has no word for">serving, terminating, zones, hints</Fact>
            <Fact name="managed by">{legacy.managedBy ?? 'not said'}</Fact>
            {legacy.lastChange !== null && <Fact name="last change">{legacy.lastChange}</Fact>}
          </dl>
        ) : (
          <p className="faint">There is no Endpoints object. That is allowed, and no fault: clusters may do without.</p>
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
          <Fact name="a change sends">its slice alone</Fact>
          <Fact name="most">100 a slice by default, 1,000 if set</Fact>
          <Fact name="supported">250 endpoints a Service</Fact>
        </dl>
        <Believed belief="Endpoints struggle beyond 100 pods">
          100 is how far the controller fills one slice before it takes the next. The Endpoints object is cut at 1,000
          addresses; 250 endpoints are what Kubernetes is tested for in one Service, no limit.
        </Believed>
        <Believed belief="An endpoint says its zone in a topology map">
          That map was of v1beta1, gone since 1.25. In v1 it is the endpoint&apos;s own field <code>zone</code>, and the
          API refuses the map.
        </Believed>
      </Section>
      {legacy.found && (
        <Section
          title="Differences"
          note={legacy.differing === 0 ? 'none' : `${plural(faults, 'fault')} of ${formatCount(legacy.differing)}`}
        >
          {legacy.differing === 0 && <p className="faint">Both say the same of every address.</p>}
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
            <p className="faint">A fault if it lasts for more than about 30 s; less is the controllers at work.</p>
          )}
          {faults > 0 && hasSelector && (
            <Believed belief="Someone edited the Endpoints, so traffic goes elsewhere">
              kube-proxy never looks at them. If they were edited, the controller puts them right at the next change of
              a pod or of the Service. That it was done by hand cannot be proven: they differ from what the pods give.
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
