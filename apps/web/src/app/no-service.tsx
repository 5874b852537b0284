import type { ServiceName } from '../url/place.ts'
import { usePlaceStore } from '../state/stores.ts'

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
          <p>There is no Service of that name in {namespace} that you can see.</p>
        </>
      ) : (
        <>
          <h1>No Service can have this name</h1>
          <p>
            The link names <code>{name}</code> in <code>{namespace}</code>. Names have at most 63 lowercase letters,
            digits and hyphens, and start and end with a letter or digit. Check whether the link was cut or mistyped.
          </p>
        </>
      )}
      <button type="button" className="button" onClick={() => store.go({ service: null, selection: null })}>
        Show what needs attention
      </button>
    </div>
  )
}
