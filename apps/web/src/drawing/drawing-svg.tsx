import { type DrawingItem, FONT_FAMILIES, TEXT_STYLES, type TextRun } from '@slicescope/picture'
import { ShapePaths } from './shape-paths.tsx'

interface DrawingSvgProps {
  readonly items: readonly DrawingItem[]
  readonly width: number
  readonly height: number
}

/** Items of the picture's drawing model as the page shows them: the same shapes and words as in the picture's file. */
export function DrawingSvg({ items, width, height }: DrawingSvgProps) {
  return (
    <svg className="drawing" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {items.map((item, index) => (
        // Items of a drawing have no names; a changed one is drawn again where it stands.
        // oxlint-disable-next-line react/no-array-index-key
        <Item key={index} item={item} />
      ))}
    </svg>
  )
}

function Item({ item }: { readonly item: DrawingItem }) {
  if (item.kind === 'text') return <TextItem item={item} />
  const scale = item.scale === 1 ? '' : ` scale(${item.scale})`
  return (
    <g transform={`translate(${item.x} ${item.y})${scale}`}>
      <ShapePaths parts={item.parts} />
    </g>
  )
}

function TextItem({ item: { x, y, anchor, runs } }: { readonly item: DrawingItem & { readonly kind: 'text' } }) {
  return (
    <text x={x} y={y} textAnchor={anchor} xmlSpace="preserve">
      {runs.map((run, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <tspan key={index} style={runStyle(run)}>
          {run.text}
        </tspan>
      ))}
    </text>
  )
}

function runStyle({ style, token }: TextRun) {
  const { family, size, weight } = TEXT_STYLES[style]
  return { fontFamily: FONT_FAMILIES[family], fontSize: size, fontWeight: weight, fill: `var(--${token})` }
}
