import { formatCount } from '@slicescope/picture'
import type { Comparison } from '@slicescope/view'
import type { ReactNode } from 'react'
import { Coded } from '../controls/coded.tsx'
import { toTime } from '../words/ages.ts'
import { localClock, momentTitle } from '../words/local-times.ts'
import { FateGlyph } from './fate-glyph.tsx'

const DIMENSIONS = [
  ['zone', 'Zones'],
  ['revision', 'Revisions'],
  ['node', 'Nodes that differ'],
  ['slice', 'Slices that differ'],
] as const
const FATES = ['lost', 'gained', 'gone', 'new'] as const
/** Of one dimension; the rest is counted. */
const MOST = 12

/** The difference as tables: counts by zone, revision, node and slice, the Service's fields, findings, and what happened between. */
export function CompareTables({ comparison }: { readonly comparison: Comparison }) {
  const { groups, fields, findings, changes } = comparison
  return (
    <div className="compare-tables">
      {DIMENSIONS.map(([by, title]) => {
        const own = groups.filter(group => group.by === by && (group.name !== null || by === 'zone'))
        return own.length === 0 ? null : <Counts key={by} title={title} groups={own} />
      })}
      {fields.length > 0 && (
        <Table title="Service" heads={['field', 'then', 'after']}>
          {fields.map(({ field, from, to }) => (
            <tr key={field}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <td>
                <code>{from}</code>
              </td>
              <td>
                <code>{to}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {findings.new.length + findings.gone.length > 0 && (
        <Table title="Findings" heads={['', 'code', 'what']}>
          {(['new', 'gone'] as const).flatMap(fate =>
            findings[fate].map(({ code, title, sentence }) => (
              <tr key={`${fate} ${code} ${sentence}`}>
                <th scope="row" className="nowrap">
                  <FateGlyph fate={fate} /> {fate}
                </th>
                <td>{code}</td>
                <td title={title}>
                  <Coded text={sentence} />
                </td>
              </tr>
            )),
          )}
        </Table>
      )}
      {changes.length > 0 && (
        <Table title="What happened between" heads={['time', 'what']}>
          {changes.map(({ key, until, text, inVerdict }) => (
            <tr key={key} data-in-verdict={inVerdict}>
              <th scope="row" className="nowrap" title={momentTitle(toTime(Date.parse(until)))}>
                {localClock(until)}
              </th>
              <td>
                <Coded text={text} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  )
}

function Counts({ title, groups }: { readonly title: string; readonly groups: Comparison['groups'] }) {
  const more = groups.length - MOST
  return (
    <Table
      title={title}
      heads={[
        '',
        'ready then',
        'ready after',
        ...FATES.map(fate => (fate === 'lost' ? 'stopped' : fate === 'gained' ? 'became ready' : fate)),
      ]}
      note={more > 0 ? `and ${formatCount(more)} more` : ''}
    >
      {groups.slice(0, MOST).map(group => (
        <tr key={group.name ?? ''}>
          <th scope="row">{group.name ?? '(none)'}</th>
          <td className="number">
            {formatCount(group.from.ready)}/{formatCount(group.from.total)}
          </td>
          <td className="number">
            {formatCount(group.to.ready)}/{formatCount(group.to.total)}
          </td>
          {FATES.map(fate => (
            <td key={fate} className="number">
              {group[fate] === 0 ? (
                <span className="faint">0</span>
              ) : (
                <>
                  <FateGlyph fate={fate} /> {formatCount(group[fate])}
                </>
              )}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  )
}

interface TableProps {
  readonly title: string
  readonly heads: readonly string[]
  readonly note?: string
  readonly children: ReactNode
}

function Table({ title, heads, note = '', children }: TableProps) {
  return (
    <table className="compare-table">
      <caption>
        {title} {note !== '' && <span className="faint">{note}</span>}
      </caption>
      <thead>
        <tr>
          {heads.map((head, index) => (
            <th key={head || `${index}`} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
