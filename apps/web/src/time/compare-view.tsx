import { formatAge, formatCount, HEALTH_WORDS } from '@slicescope/picture'
import type { Comparison } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../controls/copy-button.tsx'
import { Coded } from '../controls/coded.tsx'
import { HealthIcon } from '../drawing/icons.tsx'
import type { AskedService } from '../questions/asked.ts'
import { compareQuery } from '../questions/time-queries.ts'
import { usePlaceStore, useServerNow } from '../state/stores.ts'
import { type Compared, LIVE } from '../url/place.ts'
import { localSpan, localMoment, momentTitle } from '../words/local-times.ts'
import { ComparePicture } from './compare-picture.tsx'
import { CompareTables } from './compare-tables.tsx'

interface CompareViewProps {
  readonly service: AskedService
  readonly compare: Compared
}

/** Two moments of a Service: the difference in one sentence, one picture, and tables. */
export function CompareView({ service, compare }: CompareViewProps) {
  const { data, error } = useQuery(compareQuery(service, compare))
  const store = usePlaceStore()
  if (error !== null)
    return (
      <div className="condition" data-testid="compare-problem">
        <h1>These moments cannot be compared</h1>
        <p>{error.message}</p>
        <button type="button" className="button" onClick={() => store.go(LIVE)}>
          Return to live
        </button>
      </div>
    )
  if (data === undefined) return <p className="section faint">Comparing both moments.</p>
  return (
    <div className="compare" data-testid="compare">
      <CompareSentence comparison={data} service={service} />
      <div className="compare-scroll">
        {data.cannotTell === null && <ComparePicture comparison={data} />}
        <CompareTables comparison={data} />
      </div>
    </div>
  )
}

function CompareSentence({ comparison, service }: { readonly comparison: Comparison; readonly service: AskedService }) {
  const store = usePlaceStore()
  const now = useServerNow(60_000)
  const { from, to, clauses, sentence } = comparison
  const lasted = Date.parse(to.at) - Date.parse(from.at)
  return (
    <section className="verdict-block compare-head" data-tone="calm" aria-label="Difference">
      <div className="verdict-words">
        <p className="verdict-meta">
          <b className="past-note">COMPARED</b>
          <span className="clip">
            {service.service.namespace} / {service.service.name}
          </span>
          <CopyButton text={sentence.replaceAll('`', '')} />
        </p>
        <p className="sentence" data-testid="difference">
          <span title={`${momentTitle(from.at)} and ${momentTitle(to.at)}`}>{localSpan(from.at, to.at, now)}</span>:{' '}
          <Coded text={clauses.join('; ')} />.
        </p>
        <div className="compare-sides">
          <Side name="then" side={from} onShow={() => store.go({ at: from.at, compare: null })} now={now} />
          <span className="faint">{formatAge(lasted)} later</span>
          <Side name="after" side={to} onShow={() => store.go({ at: to.at, compare: null })} now={now} />
        </div>
      </div>
    </section>
  )
}

interface SideProps {
  readonly name: string
  readonly side: Comparison['from']
  readonly now: number
  readonly onShow: () => void
}

/** One of both moments; a click shows it alone. */
function Side({ name, side, now, onShow }: SideProps) {
  const { at, exists, health, severity, ready, total, sentence } = side
  return (
    <button type="button" className="compare-side" title={`${sentence}\nShow this moment`} onClick={onShow}>
      <HealthIcon health={health} severity={severity} size={15} />
      <span className="faint">{name}</span> {localMoment(at, now)}
      <b>
        {!exists
          ? 'no Service'
          : ready === null || total === null
            ? HEALTH_WORDS[health].label
            : `${formatCount(ready)}/${formatCount(total)} ready`}
      </b>
    </button>
  )
}
