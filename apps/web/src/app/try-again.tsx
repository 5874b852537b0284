import { useState } from 'react'
import { getJson } from '../questions/get-json.ts'

/** Tells the server to try now what it put off after a failure. */
export function TryAgain({ cluster }: { readonly cluster: string }) {
  const [isAsking, setAsking] = useState(false)
  const ask = async () => {
    setAsking(true)
    const signal = AbortSignal.timeout(10_000)
    // Whether it helped is seen in the state of the connection, not here.
    await getJson(`/api/clusters/${encodeURIComponent(cluster)}/retry`, { signal, isExpected: isObject }).catch(
      () => null,
    )
    setAsking(false)
  }
  return (
    <button type="button" className="button" disabled={isAsking} onClick={() => void ask()}>
      Try again
    </button>
  )
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null
}
