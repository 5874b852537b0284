/** Orders names as people count: node-2 before node-10. The same everywhere, whatever the locale. */
export function compareNatural(one: string, other: string): number {
  const left = pieces(one)
  const right = pieces(other)
  for (const [index, piece] of left.entries()) {
    const order = comparePieces(piece, right[index] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length || compareText(one, other)
}

function pieces(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? []
}

function comparePieces(one: string, other: string): number {
  const numbers = /^\d/.test(one) && /^\d/.test(other)
  return (numbers && Number(one) - Number(other)) || (numbers ? 0 : compareText(one, other))
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
