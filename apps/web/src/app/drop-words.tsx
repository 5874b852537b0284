import { FileDown } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { OpenedFiles } from './use-files.ts'

/** What can be dropped here, and how long it stays. */
export function DropWords({ reading, canKeep }: Pick<OpenedFiles, 'reading' | 'canKeep'>) {
  const isKept = useIsKept(canKeep)
  return (
    <div>
      <FileDown size={28} aria-hidden />
      <b>{reading === null ? 'Drop to open' : `Opening ${reading}`}</b>
      <p>
        A recording, or what kubectl get printed as JSON or YAML. The file stays in this browser{' '}
        {isKept
          ? 'for a week, or until you choose Close opened files in the cluster menu.'
          : 'and is closed when the page is loaded again.'}
      </p>
    </div>
  )
}

/** False until it is known. */
function useIsKept(canKeep: OpenedFiles['canKeep']): boolean {
  const [isKept, setKept] = useState(false)
  const ask = useEffectEvent(canKeep)
  useEffect(() => void ask().then(setKept), [])
  return isKept
}
