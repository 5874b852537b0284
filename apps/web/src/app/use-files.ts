import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { clustersQuery } from '../questions/clusters.ts'
import { pageFetch } from '../session/page-fetch.ts'
import { usePlaceStore, useRecordings } from '../state/stores.ts'

export interface OpenedFiles {
  /** The name of the file that is being read; null where none is. */
  readonly reading: string | null
  /** Why files could not be opened, or not as a whole, a sentence each. */
  readonly problems: readonly string[]
  readonly open: (files: readonly File[]) => Promise<void>
  readonly dismiss: () => void
  /** Whether a file that is opened is there again when the page is loaded again. */
  readonly canKeep: () => Promise<boolean>
}

/** Opens files as clusters of this page, side by side, and shows the last one. They stay in this browser. */
export function useFiles(): OpenedFiles {
  const recordings = useRecordings()
  const store = usePlaceStore()
  const client = useQueryClient()
  const [reading, setReading] = useState<string | null>(null)
  const [problems, setProblems] = useState<readonly string[]>([])
  const openOne = async (file: File) => {
    const taken = (client.getQueryData(clustersQuery.queryKey) ?? []).map(({ slug }) => slug)
    const given = { content: file, name: file.name, modified: file.lastModified }
    const opened = await recordings.open(given, taken)
    await client.invalidateQueries({ queryKey: clustersQuery.queryKey })
    const { placeOfRecording } = await import('../recording/place-of-recording.ts')
    store.go(await placeOfRecording(opened, pageFetch))
    return [
      ...(opened.damaged === null ? [] : [`${file.name}: ${opened.damaged}`]),
      ...(opened.isKept || !(await recordings.canKeep())
        ? []
        : [`${file.name} is too large for this browser to store: it is closed when the page is loaded again.`]),
    ]
  }
  const open = async (files: readonly File[]) => {
    setProblems([])
    for (const file of files) {
      setReading(file.name)
      const told = await openOne(file).catch((error: unknown) => [
        `Cannot open ${file.name}: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      ])
      setProblems(before => [...before, ...told])
    }
    setReading(null)
  }
  return { reading, problems, open, dismiss: () => setProblems([]), canKeep: () => recordings.canKeep() }
}

/** Asks for files by the browser's own dialog; answers with none where it is closed. Only a click or a key may ask. */
export function chooseFiles(): Promise<readonly File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
