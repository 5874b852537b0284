import { layout } from '@slicescope/picture'
import { ReactFlowProvider } from '@xyflow/react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderPart } from '../state/render-part.tsx'
import { aView, MADE_AT } from '@slicescope/view/testing'
import type { Selection } from '../url/place.ts'
import { GraphCursor } from './graph-cursor.tsx'
import { PictureContext } from './picture-context.ts'

const PANE = { width: 912, height: 600 }
const VIEW = aView({
  backends: [
    { name: 'a', zone: 'eu-1a' },
    { name: 'b', zone: 'eu-1b', state: 'not-ready' },
  ],
})

const told = () => document.querySelector('#graph-cursor')?.textContent

test('arrows walk from the Service over its slice to a zone; Enter chooses, and leads to its backends', async () => {
  const select = vi.fn<(selection: Selection | null) => void>()
  const graph = layout(VIEW, { grouping: 'zone', ...PANE })
  const picture = {
    selection: null,
    light: { lit: null, litSlices: null, marked: null, isLoud: false, note: null },
    resolution: 1,
    glowing: new Set<string>(),
    grouping: graph.grouping,
    select,
    hover: () => {},
    toggleGroup: () => {},
  }
  await renderPart(
    <ReactFlowProvider>
      <PictureContext value={picture}>
        <GraphCursor graph={graph} view={VIEW} flow={null} pane={PANE} />
      </PictureContext>
    </ReactFlowProvider>,
    { now: Date.parse(MADE_AT) },
  )
  const stop = page.getByRole('listbox', { name: /^Picture of checkout/ })
  stop.element().focus()
  await expect.poll(told).toBe('Service checkout in shop')
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(told).toMatch(/^EndpointSlice s-1, 2 entries, 1 lost/)
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(told).toMatch(/^eu-1[ab], [01] of 1 ready/)
  await userEvent.keyboard('{Enter}')
  expect(select).toHaveBeenLastCalledWith({ kind: 'zone', key: expect.stringMatching(/^eu-1[ab]$/) })
  await expect.poll(told).toMatch(/^[ab], /)
  await userEvent.keyboard('{Escape}')
  await expect.poll(told).toMatch(/^eu-1[ab], /)
})
