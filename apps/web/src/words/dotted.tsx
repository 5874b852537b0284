import { Fragment } from 'react'

/** A name that breaks after a dot rather than within a label; what is copied from it is the name alone. */
export function Dotted({ text }: { readonly text: string }) {
  return text.split('.').map((label, index, { length }) => (
    // Labels of a name have no name but their place.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      <span className="label">{index < length - 1 ? `${label}.` : label}</span>
      <wbr />
    </Fragment>
  ))
}
