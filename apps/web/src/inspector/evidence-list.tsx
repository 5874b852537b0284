import type { FindingView, ServiceView } from '@slicescope/view'
import { Fragment } from 'react'
import { groupEvidence } from './group-evidence.ts'
import { ObjectLink } from './object-link.tsx'

/** More say the same again. */
const SHOWN = 6

interface EvidenceListProps {
  readonly view: ServiceView
  readonly evidence: FindingView['evidence']
  /** How many more there are of the same. */
  readonly more: number
}

/** What was compared: objects of which the same was found stand together. */
export function EvidenceList({ view, evidence, more }: EvidenceListProps) {
  const left = Math.max(0, evidence.length - SHOWN) + more
  const shown = groupEvidence(evidence.slice(0, SHOWN))
  return (
    <ul className="evidence">
      {shown.map(({ objects, field, found, expected }) => (
        <li key={`${objects[0].kind} ${objects[0].name} ${field}`}>
          <span className="faint">
            {objects.map((object, index) => (
              <Fragment key={object.name}>
                {index > 0 && ', '}
                <ObjectLink view={view} object={object} isKindSaid={index > 0} />
              </Fragment>
            ))}{' '}
            {field}
          </span>
          <span>
            <code>
              <bdi>{found === '' ? '(none)' : found}</bdi>
            </code>
            {expected !== '' && (
              <>
                <span className="faint"> expected </span>
                <code>
                  <bdi>{expected}</bdi>
                </code>
              </>
            )}
          </span>
        </li>
      ))}
      {left > 0 && <li className="faint">and {left} more</li>}
    </ul>
  )
}
