import { formatCount } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { DoubtMark } from '../controls/doubt-mark.tsx'
import { sectionOf } from './list-order.ts'
import { otherWords } from './other-words.ts'

/** How many Services need attention, have recovered, are healthy, and what the others are. */
export function ListCounts({ rows }: { readonly rows: readonly Row[] }) {
  const sections = Map.groupBy(rows, sectionOf)
  const count = (section: Parameters<typeof sections.get>[0]) => sections.get(section)?.length ?? 0
  const loud = count('attention') + count('standing')
  const calm = sections.get('calm') ?? []
  const healthy = calm.filter(({ health }) => health === 'healthy').length
  const others = otherWords(calm)
  return (
    <p className="list-counts" data-testid="list-counts">
      <Count count={loud} words={`${loud === 1 ? 'needs' : 'need'} attention`} />,{' '}
      {count('recovered') > 0 && (
        <>
          <Count count={count('recovered')} words="recovered" />,{' '}
        </>
      )}
      <Count count={healthy} words="healthy" />
      {others !== '' && (
        <>
          , <span>{others}</span>
        </>
      )}{' '}
      <DoubtMark />
    </p>
  )
}

/** A number and its words, on one line. */
function Count({ count, words }: { readonly count: number; readonly words: string }) {
  return (
    <span>
      <b>{formatCount(count)}</b> {words}
    </span>
  )
}
