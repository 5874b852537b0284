import { afterAll, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { useQuery } from '@tanstack/react-query'
import { pastViewQuery } from '../questions/past-queries.ts'
import { answerFrom } from '../session/page-fetch.ts'
import { renderPart } from '../state/render-part.tsx'
import { usePlace } from '../state/stores.ts'
import { aFreshness, aView } from '@slicescope/view/testing'
import { BEGIN, HOUR, minute } from './strip-fixture.ts'
import { TimeStrip } from './time-strip.tsx'

const KEPT = { recording: true, why: null, bytes: 1e6, limitBytes: 2e9, bytesPerDay: null, keepMs: 86_400_000 }
const HISTORY = { ...KEPT, from: minute(5), to: minute(60), gaps: HOUR.gaps }
const SERVICE = { cluster: 'prod', service: { namespace: 'shop', name: 'checkout' }, at: null }

/** What was asked to be played, and which moments were asked for by themselves. */
const played: (string | null)[] = []
const read: (string | null)[] = []

const VIEW = aView({ backends: [{ name: 'a' }] })
const OVERVIEW = { services: [], freshness: aFreshness() }
const PLAYBACK = {
  from: minute(30),
  to: minute(32),
  base: { watermark: 'a-1', topics: { 'service:shop/checkout': VIEW, 'overview:*': OVERVIEW } },
  parts: [],
}

/** The strip, and what the page would show of the moment. */
function Strip() {
  const { at } = usePlace()
  const { data } = useQuery({ ...pastViewQuery({ ...SERVICE, at }), enabled: at !== null })
  return (
    <>
      <TimeStrip service={SERVICE} isNarrow={false} />
      <p data-testid="shown">{data?.ready}</p>
    </>
  )
}

afterAll(() => answerFrom(globalThis.fetch))

/** The strip over the recorded hour of the fixture, as it is at its end. */
async function renderStrip(isBusy = true) {
  played.length = 0
  read.length = 0
  answerFrom(async input => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input, location.origin)
    if (pathname.endsWith('/services/checkout')) read.push(searchParams.get('at'))
    if (!pathname.endsWith('/playback')) return Response.json(pathname.endsWith('/timeline') ? HOUR : HISTORY)
    played.push(searchParams.get('from'))
    return isBusy ? Response.json({ detail: 'Too many questions.' }, { status: 503 }) : Response.json(PLAYBACK)
  })
  const { stores } = await renderPart(<Strip />, { now: BEGIN + 60 * 60_000 })
  const overviews = new Map([['*', { services: [], freshness: aFreshness() }]])
  stores.live.watch('prod', [{ type: 'overview', namespace: '*' }])
  const message = { type: 'snapshot', watermark: 'a-1', overviews, services: new Map() } as const
  stores.live.receive({ type: 'message', cluster: 'prod', message })
  const strip = page.getByRole('slider', { name: 'Moment shown' })
  await expect.element(strip).toHaveAttribute('aria-description', expect.stringContaining('1 loss, 2 changes'))
  return { strip, place: stores.place }
}

test('the list of changes has what the strip marks, the newest first; Enter leads to one, and back to the strip', async () => {
  const { strip, place } = await renderStrip()
  strip.element().focus()
  await userEvent.keyboard('c')
  const rows = page.getByRole('menuitem')
  await expect
    .poll(() => rows.elements().map(row => row.querySelector('span')?.textContent))
    .toEqual([
      'recovered after 9 min',
      'node node-c6 became NotReady',
      'eu-1c lost all 84 backends',
      'Deployment checkout rolled out revision 14',
    ])
  // A menu moves the focus after a key, not while it handles it: of two keys at once it takes one.
  for (const index of [0, 1, 2]) {
    if (index > 0) await userEvent.keyboard('{ArrowDown}')
    await expect.element(rows.nth(index)).toHaveFocus()
  }
  await userEvent.keyboard('{Enter}')
  expect(place.getSnapshot().at).toBe('2026-11-24T03:31:00Z')
  await expect.element(strip).toHaveFocus()
  await page.getByRole('button', { name: '4 changes in this range' }).click()
  await expect.element(rows.nth(2)).toHaveAttribute('data-shown', 'true')
  await expect.element(rows.nth(2)).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(rows.first()).not.toBeInTheDocument()
})

test('the wheel zooms around the pointer; the address has the range once it rests', async () => {
  const { strip, place } = await renderStrip()
  const plot = strip.element()
  const { left, top } = plot.getBoundingClientRect()
  const turn = { deltaY: -300, clientX: left + 200, clientY: top + 20, bubbles: true, cancelable: true }
  const event = new WheelEvent('wheel', turn)
  plot.dispatchEvent(event)
  plot.dispatchEvent(new WheelEvent('wheel', turn))
  expect(event.defaultPrevented).toBe(true)
  await expect.poll(() => place.getSnapshot().range).toMatchObject({ from: expect.any(String), to: expect.any(String) })
  await expect.poll(() => Number(plot.getAttribute('aria-valuemax')) * 1000).toBeLessThan(BEGIN + 59 * 60_000)
  await expect.element(page.getByRole('button', { name: '1h' })).toHaveAttribute('aria-pressed', 'false')
  await page.getByRole('button', { name: '1h' }).click()
  expect(place.getSnapshot().range).toBe('1h')
})

test('a range is typed by the clock of the reader; what is none is refused in words', async () => {
  const { strip, place } = await renderStrip()
  strip.element().focus()
  await userEvent.keyboard('r')
  const field = page.getByRole('textbox', { name: 'Range' })
  await expect.element(field).toHaveFocus()
  await field.fill('soon')
  await userEvent.keyboard('{Enter}')
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('Not a range in the past. Type 03:00..03:30, 03:00.. or 90m')
  await field.fill('2026-11-24T03:10:00Z..2026-11-24T03:40:00Z')
  await userEvent.keyboard('{Enter}')
  expect(place.getSnapshot().range).toEqual({ from: '2026-11-24T03:10:00Z', to: '2026-11-24T03:40:00Z' })
  await expect.element(strip).toHaveFocus()
  await expect.element(strip).toHaveAttribute('aria-valuemin', `${(BEGIN + 10 * 60_000) / 1000}`)
  await userEvent.keyboard('r{Escape}')
  await expect.element(strip).toHaveFocus()
})

test('at the end of what there is, Space plays from where the last loss began', async () => {
  const { strip, place } = await renderStrip()
  place.replace({ at: minute(60) })
  strip.element().focus()
  await userEvent.keyboard(' ')
  await expect.poll(() => place.getSnapshot().at).toMatch(/^2026-11-24T03:3[01]:/)
  // It is read ahead; a server that cannot is not waited for.
  await expect.poll(() => played).toEqual([expect.stringMatching(/^2026-11-24T03:30:5/)])
  await expect.poll(() => place.getSnapshot().at).toMatch(/^2026-11-24T03:31:/)
  await userEvent.keyboard(' ')
})

test('what was read ahead is played without a question', async () => {
  const { strip, place } = await renderStrip(false)
  place.replace({ at: '2026-11-24T03:30:00Z' })
  strip.element().focus()
  await expect.poll(() => read).toEqual(['2026-11-24T03:30:00Z'])
  await userEvent.keyboard(' ')
  await expect.poll(() => place.getSnapshot().at).toMatch(/^2026-11-24T03:30:0[4-9]/)
  await expect.element(page.getByTestId('shown')).toHaveTextContent('1')
  await userEvent.keyboard(' ')
  expect(read).toEqual(['2026-11-24T03:30:00Z'])
})
