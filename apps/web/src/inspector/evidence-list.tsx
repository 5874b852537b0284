import type { FindingView, ServiceView } from '@slicescope/view'
import { Fragment } from 'react'
import { groupEvidence } from './group-evidence.ts'
import { ObjectLink } from './object-link.tsx'

/** More say the same again. */
const SHOWN = 6

interface EvidenceListProps {
  readonly view: ServiceView
  readonly evidence: FindingView['evidence']
}

/** What was compared: objects of which the same was found stand together. */
export function EvidenceList({ view, evidence }: EvidenceListProps) {
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
            <code>{found === '' ? '(none)' : found}</code>
            {expected !== '' && (
              <>
                <span className="faint"> expected </span>
                <code>{expected}</code>
              </>
            )}
          </span>
        </li>
      ))}
      {evidence.length > SHOWN && <li className="faint">and {evidence.length - SHOWN} more</li>}
    </ul>
  )
}
