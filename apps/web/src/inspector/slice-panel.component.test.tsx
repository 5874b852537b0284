import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderPart } from '../state/render-part.tsx'
import { aView, MADE_AT } from '@slicescope/view/testing'
import type { Selection } from '../url/place.ts'
import { SlicePanel } from './slice-panel.tsx'

const now = Date.parse(MADE_AT)
const VIEW = aView({
  backends: [{ name: 'pod-a' }, { name: 'pod-b', state: 'not-ready' }, { name: 'pod-c', slices: ['s-2'] }],
})

test('a slice lists its own endpoints with their conditions, and one that is chosen is its backend', async () => {
  const onSelect = vi.fn<(selection: Selection) => void>()
  const [slice] = VIEW.slices
  if (slice === undefined) throw new Error('the view has no slice')
  await renderPart(<SlicePanel view={VIEW} slice={slice} onSelect={onSelect} />, { now })
  const lines = page.getByRole('group', { name: '2 endpoints' }).getByRole('listitem')
  await expect.poll(() => lines.elements().length).toBe(2)
  // What is broken stands first.
  await expect.poll(() => lines.elements()[0]?.textContent).toMatch(/^pod-b/)
  await expect.element(page.getByText('1 of 2 ready')).toBeInTheDocument()
  await lines.getByRole('button', { name: /pod-b/ }).click()
  expect(onSelect).toHaveBeenCalledExactlyOnceWith({ kind: 'pod', key: 'uid-pod-b' })
  await expect.element(page.getByText(`kubectl -n shop get endpointslice/${slice.name} -o yaml`)).toBeInTheDocument()
})
