import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Column, Sort } from './table-lines.ts'

interface TableHeadProps {
  readonly columns: readonly Column[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

/** The names of the columns; a click sorts by one, the next turns it round. */
export function TableHead({ columns, sort, onSort }: TableHeadProps) {
  const sortBy = (column: Column) => onSort({ column, isReversed: sort.column === column ? !sort.isReversed : false })
  return (
    <div className="tr head" role="row" aria-rowindex={1}>
      {columns.map(column => (
        <span key={column} role="columnheader" aria-sort={sortWord(sort, column)}>
          <button type="button" tabIndex={-1} onClick={() => sortBy(column)} title={`Sort by ${column.toLowerCase()}`}>
            {column}
            {sort.column === column &&
              (sort.isReversed ? <ArrowUp size={11} aria-hidden /> : <ArrowDown size={11} aria-hidden />)}
          </button>
        </span>
      ))}
    </div>
  )
}

function sortWord(sort: Sort, column: Column) {
  if (sort.column !== column) return 'none'
  return sort.isReversed ? 'descending' : 'ascending'
}
