import { X } from 'lucide-react'
import { Suspense, useEffect, useEffectEvent, useState } from 'react'
import { later } from '../controls/later.tsx'
import type { OpenedFiles } from './use-files.ts'

const DropWords = later(async () => (await import('./drop-words.tsx')).DropWords)

/** Files can be dropped anywhere on the page; what comes of it is said here. */
export function DropZone({ files: { reading, problems, open, dismiss, canKeep } }: { readonly files: OpenedFiles }) {
  const isOver = useDrop(open)
  return (
    <>
      {(isOver || reading !== null) && (
        <div className="drop-zone" data-testid="drop-zone" role="status">
          <Suspense fallback={null}>
            <DropWords reading={reading} canKeep={canKeep} />
          </Suspense>
        </div>
      )}
      {problems.length > 0 && (
        <div className="drop-problems" role="alert">
          <div>
            {problems.map(problem => (
              <p key={problem}>{problem}</p>
            ))}
          </div>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={dismiss}>
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </>
  )
}

/** Whether files are held over the page. Text and links that are dragged are no files. */
function useDrop(open: OpenedFiles['open']): boolean {
  const [isOver, setOver] = useState(false)
  const onDrop = useEffectEvent((files: readonly File[]) => void open(files))
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    const hover = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      // Without it the browser would leave the page for the file.
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    addEventListener('dragenter', hover, { signal })
    addEventListener('dragover', hover, { signal })
    addEventListener('dragleave', event => event.relatedTarget === null && setOver(false), { signal })
    addEventListener(
      'drop',
      event => {
        setOver(false)
        if (event.dataTransfer?.types.includes('Files') !== true) return
        event.preventDefault()
        onDrop([...event.dataTransfer.files])
      },
      { signal },
    )
    return () => ending.abort()
  }, [])
  return isOver
}
