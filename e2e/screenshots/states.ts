import { expect, type Page } from '@playwright/test'
import { STILL } from './still-cluster.ts'

/** A state of the page that people share or dread. */
export interface State {
  readonly name: string
  /** `outage` is the demo whose zone is down, `still` a cluster of our own. */
  readonly cluster: 'outage' | 'still'
  /** Behind `/c/{cluster}`. */
  readonly path: string
  /** A selector of what shows that all is there; by default the picture or the table. */
  readonly sign?: string
  /** Brings the opened page into the state. */
  readonly enter?: (page: Page, isPhone: boolean) => Promise<unknown>
}

const OUTAGE = '/ns/shop/svc/checkout'
const service = (name: string) => `/ns/team-1/svc/${name}`

/** In the order of the contact sheet. */
export const STATES: readonly State[] = [
  { name: 'outage', cluster: 'outage', path: OUTAGE },
  { name: 'table', cluster: 'outage', path: `${OUTAGE}?view=table` },
  { name: 'overview', cluster: 'outage', path: '/overview', sign: '[data-testid=overview-sentence]' },
  { name: 'share', cluster: 'outage', path: OUTAGE, enter: openShare },
  { name: 'palette', cluster: 'outage', path: OUTAGE, enter: search },
  { name: 'changes', cluster: 'outage', path: `${OUTAGE}?range=15m`, enter: listChanges },
  { name: 'why', cluster: 'outage', path: `${OUTAGE}?tab=why&group=node` },
  { name: 'few', cluster: 'still', path: service(STILL.few) },
  { name: 'none', cluster: 'still', path: service(STILL.none) },
  { name: 'many', cluster: 'still', path: service(STILL.many) },
  { name: 'longest', cluster: 'still', path: service(STILL.longest) },
  { name: 'unknown', cluster: 'still', path: service('servise-1'), sign: '[data-testid=absent]' },
]

async function openShare(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Share/ }).click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
}

async function search(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search everything' }).click()
  await page.getByRole('combobox', { name: 'Search everything' }).fill('checkout')
  await expect(page.getByRole('dialog').getByRole('option').nth(3)).toBeVisible()
}

/** A phone shows them with the details. */
async function listChanges(page: Page, isPhone: boolean): Promise<void> {
  if (isPhone) return page.getByRole('button', { name: 'Expand the details' }).click()
  await page.getByRole('button', { name: 'in this range' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
}
