import { createSynthetic } from '@slicescope/demo-cluster'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('a group that is opened names each of its backends, and closes again; by keyboard too', async ({
  strictPage: page,
  startOwn,
}) => {
  const own = await startOwn(createSynthetic({ services: 1, podsPerService: 240, nodes: 24, zones: 3 }))
  await openPage(page, own.slicescope, `/c/${own.slug}/ns/team-1/svc/service-1`)
  await expectOpen(page, 'service-1')
  const group = page.locator('.react-flow__node .group').first()
  const height = () => group.evaluate(each => each.clientHeight)
  await expect(group).toBeVisible()
  const closed = await height()
  await group.dblclick({ position: { x: 60, y: 12 } })
  await expect.poll(height).toBeGreaterThan(closed)
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-kind', 'zone')
  await group.dblclick({ position: { x: 60, y: 12 } })
  await expect.poll(height).toBe(closed)
  await page.getByRole('listbox', { name: /^Picture of/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('#graph-cursor')).toContainText('ready')
  await page.keyboard.press('o')
  await expect
    .poll(() =>
      page.locator('.react-flow__node .group').evaluateAll(all => Math.max(...all.map(each => each.clientHeight))),
    )
    .toBeGreaterThan(closed)
})
