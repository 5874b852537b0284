import { formatCount } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import type { AskedService } from '../questions/asked.ts'
import { eventsQuery } from '../questions/service-queries.ts'
import { useFreshQuery } from '../questions/use-fresh-query.ts'
import { useShownNow } from '../state/stores.ts'
import { ago } from '../words/ages.ts'
import { momentTitle } from '../words/local-times.ts'
import { Section } from './section.tsx'

/** What Events say of the Service, its slices, its pods and what makes them, the newest first. */
export function EventsPanel({ asked, view }: { readonly asked: AskedService; readonly view: ServiceView }) {
  const { data, error } = useFreshQuery(eventsQuery(asked), view)
  const now = useShownNow(10_000)
  if (error !== null) return <p className="section faint">{error.message}</p>
  if (data === undefined) return <p className="section faint">Reading Events.</p>
  return (
    <Section title="Events" note="Service, slices, pods, workloads">
      {data.events.length === 0 && <p className="faint">None are held. The API server keeps Events for one hour.</p>}
      <ol className="events" aria-label="Events, newest first">
        {data.events.map(({ time, reason, message, count, object }) => (
          <li key={`${time} ${reason} ${object.kind} ${object.name} ${message}`}>
            <p>
              <b>{reason}</b>{' '}
              <span className="faint">
                {time !== null && (
                  <time dateTime={time} title={momentTitle(time)}>
                    {ago(time, now)}
                  </time>
                )}
                {count > 1 && `, ${formatCount(count)} times`}
              </span>
            </p>
            <p className="faint">
              {object.kind} <code>{object.name}</code>
            </p>
            <p>{message}</p>
          </li>
        ))}
      </ol>
      {data.more > 0 && <p className="faint">and {formatCount(data.more)} older ones</p>}
      <p className="faint">Slicescope holds warnings and rollout steps; everyday events are left out.</p>
    </Section>
  )
}
