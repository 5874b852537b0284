import { setTimeout } from 'node:timers/promises'
import { buildWebIfStale } from '../house/build-web.ts'
import { startSlicescope } from '../slicescope-process.ts'
import { startBenchBrowser } from './bench-browser.ts'
import { measureLine } from './measures.ts'

/*
 * node e2e/bench/layout-shift.ts [minutes]
 * How far the page of the demo `shop` moves by itself, as the sum of Chromium's layout shifts, beside the goal; then what
 * moved most, and the largest moves.
 */
const GOAL = 0.05
const minutes = Number(process.argv[2] ?? 10)

interface Shift {
  readonly value: number
  /** Seconds since the page was opened. */
  readonly at: number
  /** What moved, as tag and classes, and from where to where. */
  readonly parts: readonly { readonly part: string; readonly move: string }[]
}

await buildWebIfStale()
const [browser, demo] = await Promise.all([startBenchBrowser(), startSlicescope({ args: ['--demo', 'shop'] })])
try {
  const page = await browser.open()
  const shifts: Shift[] = []
  await page.exposeFunction('tellShift', (shift: Shift) => shifts.push(shift))
  await page.addInitScript({ content: `${isShift.toString()}\n${placeOf.toString()}\n(${watchShifts.toString()})()` })
  await page.goto(demo.launchUrl)
  await setTimeout(minutes * 60_000)
  const value = shifts.reduce((sum, shift) => sum + shift.value, 0)
  const what = `layout shift over ${minutes} min of shop`
  process.stdout.write(`${measureLine({ what, value, floor: GOAL, unit: '', note: 'floor: the goal' })}\n`)
  const parts = Map.groupBy(
    shifts.flatMap(shift => shift.parts.map(({ part }) => ({ ...shift, part }))),
    ({ part }) => part,
  )
  const sums = [...parts].map(([part, own]) => ({
    part,
    times: own.length,
    sum: own.reduce((all, { value: v }) => all + v, 0),
  }))
  for (const { part, times, sum } of sums.toSorted((a, b) => b.sum - a.sum).slice(0, 15))
    process.stdout.write(`  ${sum.toFixed(4)} in ${times} shifts: ${part}\n`)
  for (const shift of shifts.toSorted((a, b) => b.value - a.value).slice(0, 8)) {
    process.stdout.write(`  ${shift.value.toFixed(4)} after ${shift.at.toFixed(1)} s\n`)
    for (const { part, move } of shift.parts) process.stdout.write(`    ${move}: ${part}\n`)
  }
} finally {
  await Promise.all([browser.stop(), demo.stop()])
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRectReadOnly
    readonly currentRect: DOMRectReadOnly
  }[]
}

declare global {
  var tellShift: (shift: Shift) => void
}

function isShift(entry: PerformanceEntry): entry is LayoutShift {
  return entry.entryType === 'layout-shift'
}

/** As x,y,width,height in whole px. */
function placeOf({ x, y, width, height }: DOMRectReadOnly): string {
  return [x, y, width, height].map(Math.round).join()
}

/** Runs in the page. */
function watchShifts(): void {
  const observer = new PerformanceObserver(list => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries().filter(isShift)) {
      if (hadRecentInput) continue
      const parts = sources.map(({ node, previousRect, currentRect }) => {
        const element = node instanceof Element ? node : node?.parentElement
        const part = `${element?.tagName.toLowerCase()}.${element?.getAttribute('class') ?? ''}`
        return { part, move: `${placeOf(previousRect)} -> ${placeOf(currentRect)}` }
      })
      globalThis.tellShift({ value, at: startTime / 1000, parts })
    }
  })
  observer.observe({ type: 'layout-shift', buffered: true })
}
