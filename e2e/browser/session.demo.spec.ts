import { createServer } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, expectOpen, openPage, test } from './slicescope-test.ts'

const CHECKOUT = '/c/demo/ns/shop/svc/checkout'

/** Another program of this machine that a browser is led to: it keeps what it is sent. */
async function startThief() {
  const cookies: string[] = []
  const server = createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '')
    response.end('nothing to see here')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { cookies, url: `http://127.0.0.1:${port}/`, stop: () => server.close() }
}

test('a cookie that another port collects opens no data, before and after the first load', async ({ page, demo }) => {
  const thief = await startThief()
  await openPage(page, demo, CHECKOUT)
  await expectOpen(page, 'checkout')
  await page.goto(thief.url)
  const cookie = thief.cookies.find(each => each.includes('slicescope-')) ?? ''
  expect(cookie).toMatch(/^slicescope-\d+=[\w-]{43}$/)
  const shell = await fetch(`${demo.url}/`, { headers: { cookie } })
  expect(await shell.text()).toContain('<meta name="slicescope-token" content="" />')
  for (const path of [
    '/api/clusters',
    '/api/clusters/demo/services',
    '/api/clusters/demo/stream?overview=*',
    '/metrics/',
  ]) {
    const { status } = await fetch(`${demo.url}${path}`, { headers: { cookie } })
    expect([path, status]).toEqual([path, 401])
  }
  thief.stop()
})

test('after the launch link reload, links and new tabs open as before, also when no tab was left', async ({
  strictPage: page,
  demo,
  context,
}) => {
  await page.goto(demo.launchUrl)
  await expect(page).toHaveURL(/\/c\/demo/)
  expect(await page.content()).not.toContain('slicescope-token')
  await page.goto(`${demo.url}${CHECKOUT}`)
  await expectOpen(page, 'checkout')
  await page.reload()
  await expectOpen(page, 'checkout')
  await page.close()
  const later = await context.newPage()
  await later.goto(`${demo.url}/c/demo/ns/payments/svc/payments-api`)
  await expectOpen(later, 'payments-api')
})

test('a page whose token is lost says how to get in, and heals when another tab opens the link', async ({
  page,
  demo,
  context,
}) => {
  await openPage(page, demo, CHECKOUT)
  await expectOpen(page, 'checkout')
  await page.evaluate(() => localStorage.clear())
  await page.close()
  const lost = await context.newPage()
  await lost.goto(`${demo.url}${CHECKOUT}`)
  await expect(lost.getByTestId('condition')).toHaveAttribute('data-kind', 'signed-out')
  const second = await context.newPage()
  await second.goto(demo.launchUrl)
  await expectOpen(lost, 'checkout')
})

test('a private file leads to the page as the link does', async ({ page, demo }, info) => {
  const file = info.outputPath('slicescope.html')
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${demo.launchUrl}">`)
  await page.goto(pathToFileURL(file).href)
  await expect(page.getByRole('listbox', { name: 'Services' })).toBeVisible()
})

for (const colorScheme of ['dark', 'light'] as const) {
  test(`the locked page looks right in ${colorScheme}`, async ({ page, demo }, info) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${demo.url}/`)
    await expect(page.getByRole('heading')).toHaveText('Slicescope is locked')
    await page.screenshot({ path: info.outputPath(`locked-${colorScheme}.png`) })
  })
}
