import { plural } from '@slicescope/picture'
import type { ObjectAnswer } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { CopyButton } from '../controls/copy-button.tsx'
import { NowNote } from '../controls/now-note.tsx'
import { type AskedObject, objectQuery } from '../questions/object-query.ts'
import { usePlace, useShownNow } from '../state/stores.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'

/** Folding and search need an editor, which the page need not wait for. */
function editor() {
  return Promise.all([import('./yaml-editor.ts'), import('./to-yaml.ts')])
}

/** One object as YAML, read from the API server when this is shown, with its own as-of. */
export function YamlView({ asked }: { readonly asked: AskedObject }) {
  const { cluster } = usePlace()
  const { data, error, isFetching, refetch } = useQuery(objectQuery(cluster ?? '', asked))
  const [isCompared, setCompared] = useState(false)
  const now = useShownNow(10_000)
  if (error !== null) return <p className="faint">{error.message}</p>
  if (data === undefined) return <p className="faint">Reading it from the API server.</p>
  return (
    <div className="yaml">
      <p className="yaml-line">
        <span className="faint" title={momentTitle(data.asOf)}>
          as of {localMoment(data.asOf, now)}
        </span>
        <NowNote />
        <button
          type="button"
          className="copy"
          aria-label="Read again"
          title="Read again"
          onClick={() => void refetch()}
        >
          <RotateCw size={13} aria-hidden data-busy={isFetching} />
        </button>
        <CopyYaml data={data} />
        {data.should !== null && (
          <label>
            <input type="checkbox" checked={isCompared} onChange={event => setCompared(event.target.checked)} /> compare
            with what it should be
          </label>
        )}
      </p>
      <Editor data={data} isCompared={isCompared && data.should !== null} label={`${asked.resource} ${asked.name}`} />
      <Hidden hidden={data.hidden} />
    </div>
  )
}

/** The text is made when it is asked for. */
function CopyYaml({ data }: { readonly data: ObjectAnswer }) {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    const make = async () => {
      const { toYaml } = await import('./to-yaml.ts')
      if (isCurrent) setText(toYaml(data.object))
    }
    void make()
    return () => {
      isCurrent = false
    }
  }, [data])
  return text === null ? null : <CopyButton text={text} label="Copy the YAML" />
}

interface EditorProps {
  readonly data: ObjectAnswer
  readonly isCompared: boolean
  readonly label: string
}

function Editor({ data, isCompared, label }: EditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const [isSame, setSame] = useState(false)
  useEffect(() => {
    let end: (() => void) | null = null
    let isCurrent = true
    const start = async () => {
      const [{ showYaml }, { toYaml, toYamlPair }] = await editor()
      if (!isCurrent || parent.current === null) return
      const pair = isCompared && data.should !== null ? toYamlPair(data, data.should) : null
      setSame(pair !== null && pair.is === pair.should)
      end = showYaml(parent.current, {
        text: pair === null ? toYaml(data.object) : pair.should,
        original: pair === null ? null : pair.is,
        label,
      })
    }
    void start()
    return () => {
      isCurrent = false
      end?.()
    }
  }, [data, isCompared, label])
  return (
    <>
      {isCompared && (
        <p className="faint">
          {isSame
            ? 'It is what the EndpointSlice controller would write.'
            : 'Struck out: what the slice holds. Underlined: what the EndpointSlice controller would write.'}
        </p>
      )}
      <div className="yaml-editor" ref={parent} />
    </>
  )
}

function Hidden({ hidden }: { readonly hidden: readonly string[] }) {
  if (hidden.length === 0) return null
  return (
    <details className="yaml-hidden">
      <summary>{plural(hidden.length, 'field')} blacked out: not on the allow-list, never sent to this page</summary>
      <ul>
        {hidden.map(path => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}
