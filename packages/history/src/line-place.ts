/** The number of a line's first entry and the time of its batch, without reading the rest; null for other lines. */
export function placeOfLine(line: string): { readonly number: number; readonly time: number } | null {
  const [, number, time] = /^\[(\d{1,15}),(\d{1,15}(?:\.\d+)?),/.exec(line) ?? []
  return number === undefined || time === undefined ? null : { number: Number(number), time: Number(time) }
}
