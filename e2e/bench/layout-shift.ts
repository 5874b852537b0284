import { setTimeout } from 'node:timers/promises'
import { buildWebIfStale } from '../house/build-web.ts'
import { startSlicescope } from '../slicescope-process.ts'
import { startBenchBrowser } from './bench-browser.ts'
import { measureLine } from './measures.ts'

/*
 * node e2e/bench/layout-shift.ts [minutes]
 * How far the page of the demo `shop` moves by itself, as the sum of Chromium's layout shifts, beside the goal; then what
 * moved most.
 */
const GOAL = 0.05
const minutes = Number(process.argv[2] ?? 10)

interface Shift {
  readonly value: number
  /** What moved, as tag and classes. */
  readonly parts: readonly string[]
}

await buildWebIfStale()
const [browser, demo] = await Promise.all([startBenchBrowser(), startSlicescope({ args: ['--demo', 'shop'] })])
try {
  const page = await browser.open()
  const shifts: Shift[] = []
  await page.exposeFunction('tellShift', (shift: Shift) => shifts.push(shift))
  await page.addInitScript({ content: `${isShift.toString()}\n(${watchShifts.toString()})()` })
  await page.goto(demo.launchUrl)
  await setTimeout(minutes * 60_000)
  const value = shifts.reduce((sum, shift) => sum + shift.value, 0)
  const what = `layout shift over ${minutes} min of shop`
  process.stdout.write(`${measureLine({ what, value, floor: GOAL, unit: '', note: 'floor: the goal' })}\n`)
  const parts = Map.groupBy(
    shifts.flatMap(shift => shift.parts.map(part => ({ ...shift, part }))),
    ({ part }) => part,
  )
  const sums = [...parts].map(([part, own]) => ({
    part,
    times: own.length,
    sum: own.reduce((all, { value: v }) => all + v, 0),
  }))
  for (const { part, times, sum } of sums.toSorted((a, b) => b.sum - a.sum).slice(0, 15))
    process.stdout.write(`  ${sum.toFixed(4)} in ${times} shifts: ${part}\n`)
} finally {
  await Promise.all([browser.stop(), demo.stop()])
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly { readonly node: Node | null }[]
}

declare global {
  var tellShift: (shift: Shift) => void
}

function isShift(entry: PerformanceEntry): entry is LayoutShift {
  return entry.entryType === 'layout-shift'
}

/** Runs in the page. */
function watchShifts(): void {
  const observer = new PerformanceObserver(list => {
    for (const { value, hadRecentInput, sources } of list.getEntries().filter(isShift)) {
      if (hadRecentInput) continue
      const parts = sources.map(({ node }) => {
        const element = node instanceof Element ? node : node?.parentElement
        return `${element?.tagName.toLowerCase()}.${element?.getAttribute('class') ?? ''}`
      })
      globalThis.tellShift({ value, parts })
    }
  })
  observer.observe({ type: 'layout-shift', buffered: true })
}
