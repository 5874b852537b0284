import { formatCount, plural } from '@slicescope/picture'
import type { LegacyEndpointsView, ServiceView } from '@slicescope/view'
import { command } from '../words/shell.ts'
import { KubectlSection } from './kubectl-section.tsx'
import { Fact, Section } from './section.tsx'

/** What the old Endpoints object says beside what the slices say, each difference with its reason. */
export function EndpointsPanel({ view }: { readonly view: ServiceView }) {
  const { legacyEndpoints: legacy, service } = view
  const { namespace, name } = service
  return (
    <>
      <p className="section faint">
        Endpoints and EndpointSlices are both made from the pods, side by side; neither is made from the other.
        kube-proxy reads slices only.
      </p>
      {legacy === null ? (
        <p className="section faint" data-testid="no-endpoints">
          Endpoints may not be read, or are still being listed.
        </p>
      ) : (
        <Compared view={view} legacy={legacy} />
      )}
      <KubectlSection
        commands={[
          command('kubectl', '-n', namespace, 'get', 'endpoints', name, '-o', 'yaml'),
          command('kubectl', '-n', namespace, 'describe', 'endpoints', name),
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
            <Fact name="size">
              {legacy.truncated ? 'cut at 1,000 addresses' : 'one object, cut at 1,000 addresses'}
            </Fact>
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
          <Fact name="entries">
            {formatCount(view.endpoints.length)} in {plural(view.slices.length, 'slice')}
          </Fact>
          <Fact name="families">{familiesOf(view)}</Fact>
          <Fact name="size">100 a slice by default, 1,000 at most; 250 a Service are supported</Fact>
        </dl>
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
        </Section>
      )}
    </>
  )
}

function familiesOf({ slices }: ServiceView): string {
  const families = [...new Set(slices.map(({ addressType }) => addressType))].toSorted()
  return families.length === 0 ? 'none' : families.join(', ')
}
