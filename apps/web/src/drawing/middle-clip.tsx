const TAIL = 6

/** A name on one line; where room is short its middle goes, for the end tells pods and slices apart. */
export function MiddleClip({ text }: { readonly text: string }) {
  const characters = Array.from(text)
  const beginning = characters.slice(0, -TAIL).join('')
  return (
    <span className="middle-clip" title={text}>
      {/* An empty one would lift the rest off its line. */}
      {beginning !== '' && <span>{beginning}</span>}
      <span>{characters.slice(-TAIL).join('')}</span>
    </span>
  )
}
