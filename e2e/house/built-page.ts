import { buildWebIfStale } from './build-web.ts'

/** Before tests that start the product as people do: what they see is the page of these sources, no matter who runs them. */
// oxlint-disable-next-line import/no-default-export -- Playwright and vitest both look for one.
export default async function setup(): Promise<void> {
  await buildWebIfStale()
}
