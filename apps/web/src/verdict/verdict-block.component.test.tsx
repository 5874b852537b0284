import type { ServiceView } from '@slicescope/view'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderPart } from '../state/render-part.tsx'
import { aView, MADE_AT } from '@slicescope/view/testing'
import { VerdictBlock } from './verdict-block.tsx'

const now = Date.parse(MADE_AT)
const HALF_LOST = aView({
  backends: [
    { name: 'a', zone: 'eu-1a' },
    { name: 'b', zone: 'eu-1b', state: 'not-ready' },
  ],
})

function block(view: ServiceView, onZone: (key: string) => void = () => {}) {
  return <VerdictBlock view={view} selectedZone={null} onZone={onZone} tools={null} />
}

test('a sentence with markup in it stays text', async () => {
  const sentence = 'Likely: <img src=x onerror=alert(1)> is down.'
  const verdict = { ...HALF_LOST.verdict, sentence, lead: 'Likely: <img src=x onerror=alert(1)> is down.' }
  await renderPart(block({ ...HALF_LOST, verdict }), { now })
  await expect
    .poll(() => document.querySelector('.verdict-block')?.textContent)
    .toContain('<img src=x onerror=alert(1)>')
  expect(document.querySelector('.verdict-block img')).toBeNull()
})

test('a deleted Service says so in place of its severity', async () => {
  await renderPart(block({ ...HALF_LOST, deleted: { time: MADE_AT } }), { now })
  await expect.element(page.getByText('DELETED')).toBeVisible()
})

test('each zone says its own counts, and a click chooses it', async () => {
  const onZone = vi.fn<(key: string) => void>()
  await renderPart(block(HALF_LOST, onZone), { now })
  const zone = page.getByRole('button', { name: /eu-1b/ })
  await expect.poll(() => zone.element().textContent).toMatch(/0.1 ready/)
  await zone.click()
  expect(onZone).toHaveBeenCalledExactlyOnceWith('eu-1b')
})
