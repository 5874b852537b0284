import { splitCode } from './split-code.ts'

/** A sentence whose parts between back quotes are set as code. */
export function Coded({ text }: { readonly text: string }) {
  return splitCode(text).map((part, index) =>
    // A sentence's parts have no name but their place.
    // oxlint-disable-next-line react/no-array-index-key
    part.isCode ? <code key={index}>{part.text}</code> : part.text,
  )
}
