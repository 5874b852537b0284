import { type Point, round } from './path.ts'

/** Capital letters and plain numbers, as the builders of paths write them. */
const COMMAND = /([MLHVQAZ])([^A-Z]*)/g
const NUMBER = /-?[\d.]+/g

/** The path of `d`, around 0,0, at each of the places. Their order is that of painting. */
export function repeatPath(d: string, places: readonly Point[]): string {
  const { start, rest } = relativePath(d)
  return places.map(({ x, y }) => `M${round(x + start.x)} ${round(y + start.y)}${rest}`).join('')
}

/** The radius of the circle around 0,0 that `d` is; null where it is anything else. */
export function radiusOfCircle(d: string): number | null {
  const found = /^M-([\d.]+) 0A\1 \1 0 1 1 \1 0A\1 \1 0 1 1 -\1 0Z$/.exec(d)?.[1]
  return found === undefined ? null : Number(found)
}

/** Where a path starts, and how it goes on from there, wherever that is. */
function relativePath(d: string): { readonly start: Point; readonly rest: string } {
  let [at, opened] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]
  let start: Point | null = null
  let rest = ''
  for (const [, command = '', content = ''] of d.matchAll(COMMAND)) {
    const numbers = Array.from(content.matchAll(NUMBER), Number)
    if (command === 'Z') {
      rest += 'z'
      at = opened
      continue
    }
    const end = endOf(command, numbers, at)
    if (command === 'M') opened = end
    if (start === null) start = end
    else rest += `${command.toLowerCase()}${joined(relativeNumbers(command, numbers, at))}`
    at = end
  }
  return { start: start ?? at, rest }
}

function endOf(command: string, numbers: readonly number[], at: Point): Point {
  const [first = 0, last = 0] = [numbers.at(-2), numbers.at(-1)]
  if (command === 'H') return { x: last, y: at.y }
  if (command === 'V') return { x: at.x, y: last }
  return { x: first, y: last }
}

function relativeNumbers(command: string, numbers: readonly number[], at: Point): readonly number[] {
  if (command === 'H') return numbers.map(x => round(x - at.x))
  if (command === 'V') return numbers.map(y => round(y - at.y))
  // Radii, rotation and flags of an arc are no places.
  const places = command === 'A' ? numbers.length - 2 : 0
  return numbers.map((value, index) =>
    index < places ? value : round(value - ((index - places) % 2 === 0 ? at.x : at.y)),
  )
}

/** A minus parts two numbers as well as a space. */
function joined(numbers: readonly number[]): string {
  return numbers.join(' ').replaceAll(' -', '-')
}
