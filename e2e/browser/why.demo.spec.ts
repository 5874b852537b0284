import { createSynthetic } from '@slicescope/demo-cluster'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

test('a selector with a typo: the first line says the label that differs, and Why proves it', async ({
  strictPage: page,
  startOwn,
}) => {
  const own = await startOwn(createSynthetic({ services: 1, podsPerService: 3, nodes: 3, zones: 3 }))
  own.storage.create('services', {
    metadata: { namespace: 'team-1', name: 'typo' },
    spec: { selector: { app: 'servcie-1' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  })
  await openPage(page, own.slicescope)
  // Without a Service the worst opens.
  await expectOpen(page, 'typo')
  const verdict = page.getByTestId('verdict')
  await expect(verdict).toContainText('matches 0 of 3 pods in team-1')
  await expect(verdict).toContainText('servcie-1 in the selector, service-1 on the pods')
  await page.getByRole('button', { name: /^Why\?/ }).click()
  await expect(page).toHaveURL(/tab=why/)
  const finding = page.locator('[data-code="SC-B2"]')
  await expect(finding).toContainText('spec.selector["app"]')
  await expect(finding).toContainText('kubectl -n team-1 get pods --show-labels')
  await expect(page.getByRole('list', { name: 'Checks' }).locator('[data-state=failed]').first()).toBeVisible()
  await expect(page.locator('[data-service="team-1/typo"]')).toHaveAttribute('title', /matches 0 of 3 pods/)

  // What the finding names is marked in the picture: quietly, clearly while it is pointed at, and as the address says.
  const service = page.locator('.react-flow__node-service .card')
  const mark = finding.getByRole('button', { name: 'mark in the picture' })
  await page.getByRole('tab', { name: 'Why' }).focus()
  await expect(service).toHaveAttribute('data-marked', 'quiet')
  await mark.focus()
  await expect(service).toHaveAttribute('data-marked', 'loud')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/mark=SC-B2/)
  await page.reload()
  await expect(service).toHaveAttribute('data-marked', 'loud')
  await page.getByRole('radio', { name: 'Table' }).click()
  await expect(page.getByText('it names no endpoint')).toBeVisible()
  await page.getByRole('radio', { name: 'Graph' }).click()
  await page.getByRole('button', { name: 'Show all alike' }).click()
  await expect(service).toHaveAttribute('data-marked', 'quiet')
  await expect(page).not.toHaveURL(/mark=/)
  // A link may outlive its finding.
  await page.goto(`${page.url().split('?', 1)[0] ?? ''}?mark=SC-D4`)
  await expect(page.getByText('nothing marked: no finding SC-D4 here')).toBeVisible()
})
