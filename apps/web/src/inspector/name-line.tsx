import type { DnsNameView } from '@slicescope/view'
import { Dotted } from '../words/dotted.tsx'
import { CopyButton } from '../controls/copy-button.tsx'

/** A name, what it resolves to, and why if it does not. */
export function NameLine({
  name: { name, short, type, rcode, answers, why, beyondSpec },
}: {
  readonly name: DnsNameView
}) {
  return (
    <div className="dns-name" data-rcode={rcode}>
      <div className="dns-line">
        <span className="dns-type">{type}</span>
        <code className="dotted" title={name}>
          <Dotted text={type === 'PTR' ? short : name} />
        </code>
        <CopyButton text={name} />
      </div>
      {answers.length > 0 ? (
        <code className="dns-answers">{answers.join('\n')}</code>
      ) : (
        <span className={rcode === 'NXDOMAIN' ? 'lost' : 'faint'}>{rcode}</span>
      )}
      {type !== 'PTR' && (
        <span className="faint">
          from this namespace:{' '}
          <code className="dotted">
            <Dotted text={short} />
          </code>
        </span>
      )}
      {why !== null && <span className="faint">{why}</span>}
      {beyondSpec === true && (
        <span className="faint">CoreDNS answers this; the DNS specification does not guarantee it.</span>
      )}
    </div>
  )
}
