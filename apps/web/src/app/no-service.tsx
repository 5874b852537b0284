import type { ServiceName } from '../url/place.ts'
import { usePlaceStore } from './stores.ts'

interface NoServiceProps {
  readonly service: ServiceName
  /** Whether the API would take a Service of that name. */
  readonly isPossible: boolean
}

/** The address names a Service that is not there, or cannot be. */
export function NoService({ service: { namespace, name }, isPossible }: NoServiceProps) {
  const store = usePlaceStore()
  return (
    <div className="condition" data-testid={isPossible ? 'absent' : 'impossible'}>
      {isPossible ? (
        <>
          <h1>No Service {name}</h1>
          <p>There is none of that name in {namespace}, or none that you may see.</p>
        </>
      ) : (
        <>
          <h1>No Service can have this name</h1>
          <p>
            The link asks for <code>{name}</code> in <code>{namespace}</code>. Kubernetes takes small letters, digits
            and hyphens, with a letter or digit at both ends, 63 characters at most: the link may be cut or mistyped.
          </p>
        </>
      )}
      <button type="button" className="button" onClick={() => store.go({ service: null, selection: null })}>
        Show what needs attention
      </button>
    </div>
  )
}
