import type { ChangeView } from '@slicescope/view'
import { MADE_AT } from '@slicescope/view/testing'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderPart } from '../state/render-part.tsx'
import { ChangesSection } from './changes-section.tsx'

const now = Date.parse(MADE_AT)

/** The change of a second, of which the text says the number. */
function change(second: number, over: Partial<ChangeView> = {}): ChangeView {
  const time = new Date(now + second * 1000).toISOString()
  return {
    key: `ready/${second}`,
    time,
    until: time,
    basis: 'recorded',
    kind: 'ready',
    subject: { kind: 'Service', namespace: 'shop', name: 'checkout' },
    text: `change ${second}`,
    count: 1,
    inVerdict: false,
    steps: [],
    ...over,
  }
}

/** The newest first. */
const upTo = (last: number) => Array.from({ length: last }, (_, at) => change(last - at))
const section = (changes: readonly ChangeView[]) => <ChangesSection changes={changes} unchangedBefore={null} />

test('changes that come while one reads are counted, and shown on demand; what the verdict names is shown at once', async () => {
  const { show } = await renderPart(section(upTo(2)), { now })
  const lines = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('listitem')
  const texts = () => lines.elements().map(line => /change \d+/.exec(line.textContent ?? '')?.[0])
  await expect.poll(texts).toEqual(['change 2', 'change 1'])
  await show(section(upTo(5)))
  await expect.poll(texts).toEqual(['change 5', 'change 4', 'change 3', 'change 2', 'change 1'])
  await show(section([change(7), change(6, { inVerdict: true }), ...upTo(5)]))
  await expect.poll(texts).toEqual(['change 6', 'change 5', 'change 4', 'change 3', 'change 2'])
  await page.getByRole('button', { name: '1 new' }).click()
  await expect.poll(texts).toEqual(['change 7', 'change 6', 'change 5', 'change 4', 'change 3'])
  await expect.element(page.getByText('last 60 min')).toBeInTheDocument()
})

test('where lines go, others take their places: what is below stays', async () => {
  const { show } = await renderPart(section(upTo(5)), { now })
  const lines = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('listitem')
  await expect.poll(() => lines.elements().length).toBe(5)
  // Two were joined into one of another name.
  await show(section([change(6), ...upTo(5).slice(2), change(0), change(-1)]))
  await expect.poll(() => lines.elements().length).toBe(5)
})
