import type { ShapePart } from '@slicescope/picture'

/** The paths of a shape, coloured by the page's tokens. */
export function ShapePaths({ parts }: { readonly parts: readonly ShapePart[] }) {
  return parts.map((part, index) => (
    // Parts of a shape have no names and never change places.
    // oxlint-disable-next-line react/no-array-index-key
    <path key={index} d={part.d} style={styleOf(part)} />
  ))
}

function styleOf({ op, token, width = 1, dash, dashOffset }: ShapePart) {
  const colour = `var(--${token})`
  if (op === 'fill') return { fill: colour }
  return {
    fill: 'none',
    stroke: colour,
    strokeWidth: width,
    ...(dash ? { strokeDasharray: dash.join(' ') } : {}),
    ...(dashOffset ? { strokeDashoffset: dashOffset } : {}),
  }
}
