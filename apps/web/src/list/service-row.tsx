import { formatAge, formatCount, HEALTH_WORDS, plural, stateWord } from '@slicescope/picture'
import type { Row, Timelines } from '@slicescope/view'
import { HealthIcon, StateIcon } from '../drawing/icons.tsx'
import { ago, sinceAge } from '../words/ages.ts'
import { momentTitle } from '../words/local-times.ts'
import { SparkLine } from './spark-line.tsx'
import { useSpark } from './sparks.ts'
import { ZoneBars } from './zone-bars.tsx'

interface ServiceRowProps {
  readonly row: Row
  readonly gone: boolean
  readonly now: number
  /** Of one that is well and was broken: when. */
  readonly broken?: Timelines['wasBroken'][number] | undefined
}

/** A Service that needs attention: two lines. */
export function LoudRow({ row, gone, now, broken }: ServiceRowProps) {
  const spark = useSpark(row.key)
  return (
    <>
      <HealthIcon health={row.health} severity={row.severity} recovered={row.recovered !== null} size={16} named />
      <span className="row-name">{row.name}</span>
      <span className="row-count">
        {!gone && <Starting row={row} />}
        {gone ? <i>deleted</i> : <LoudCount row={row} />}
      </span>
      <span className="row-meta">
        <ZoneBars zones={row.zones} width={spark === null ? 72 : 52} />
        <span className="row-namespace">{row.namespace}</span>
        <SparkLine service={row.key} width={34} />
        {broken === undefined ? (
          <span className="row-age">{sinceAge(row.since, now)}</span>
        ) : (
          <span className="row-age" title={`${broken.sentence}\n${momentTitle(broken.from)}`}>
            {formatAge(Date.parse(broken.to) - Date.parse(broken.from))}, {ago(broken.to, now)}
          </span>
        )}
      </span>
    </>
  )
}

export function CalmRow({ row, gone }: ServiceRowProps) {
  return (
    <>
      <HealthIcon health={row.health} severity={row.severity} size={14} named />
      <span className="row-name">{row.name}</span>
      <CalmBars row={row} />
      <span className="row-count">
        {!gone && <Starting row={row} />}
        {gone ? <i>deleted</i> : calmCount(row)}
      </span>
    </>
  )
}

/** What it went through where that is recorded; else its zones, which are all well. */
function CalmBars({ row }: { readonly row: Row }) {
  const spark = useSpark(row.key)
  return spark === null ? <ZoneBars zones={row.zones} width={40} /> : <SparkLine service={row.key} width={40} />
}

/** How many backends are starting: no loss, and not ready yet. */
function Starting({ row: { starting } }: { readonly row: Row }) {
  if (starting === null || starting === 0) return null
  return (
    <span className="row-starting" title={`${plural(starting, 'backend')} starting`}>
      <StateIcon state="starting" size={12} named />
      {formatCount(starting)}
    </span>
  )
}

function LoudCount({ row: { ready, total, health } }: { readonly row: Row }) {
  if (ready === null || total === null) return <i>{HEALTH_WORDS[health].label}</i>
  if (total === 0) return <b>{HEALTH_WORDS[health].label}</b>
  return (
    <>
      <b className={ready === 0 || health === 'down' ? 'lost' : ''}>{formatCount(ready)}</b>/{formatCount(total)}
    </>
  )
}

function calmCount(row: Row): string {
  const { ready, total, health } = row
  if (health !== 'healthy') return stateWord(row)
  if (ready === null || total === null) return '?'
  return ready === total ? formatCount(total) : `${formatCount(ready)}/${formatCount(total)}`
}
