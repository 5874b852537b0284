import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RetryLog } from './retry-log.ts'

test('a Service waits from a failed sync to the next one that ends well', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retry-log-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'log')
  const log = new RetryLog(path)
  const finished =
    'endpointslice_controller.go:371] "Finished syncing service endpoint slices" key="shop/web" elapsedTime="1ms"\n'
  const retrying =
    'endpointslice_controller.go:358] "Error syncing endpoint slices for service, retrying" key="shop/web" err="out of date"\n'

  await appendFile(path, finished + retrying)
  expect(await log.waiting()).toEqual(['endpoint_slice shop/web'])
  await appendFile(
    path,
    'endpoints_controller.go:338] "Error syncing endpoints, retrying" service="shop/db" err="stale"\n',
  )
  await appendFile(path, finished.slice(0, 30))
  expect(await log.waiting()).toEqual(['endpoint_slice shop/web', 'endpoint shop/db'])
  await appendFile(path, finished.slice(30))
  expect(await log.waiting()).toEqual(['endpoint shop/db'])
  await appendFile(path, 'endpointslice_controller.go:280] "Starting endpoint slice controller"\n')
  expect(await log.waiting()).toEqual([])
})

function skip(pod: string): string {
  return `skipping Pod ${pod} for Service shop/web: Node gone Not Found`
}

test('what fails for want of a Node alone is not waited for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retry-log-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'log')
  const log = new RetryLog(path)
  const retrying = (error: string) =>
    appendFile(path, `"Error syncing endpoint slices for service, retrying" key="shop/web" err="${error}"\n`)

  await retrying(skip('web-1'))
  await retrying(`[${skip('web-1')}, ${skip('web-2')}]`)
  expect(await log.waiting()).toEqual([])
  await retrying(`[${skip('web-1')}, the object has been modified]`)
  expect(await log.waiting()).toEqual(['endpoint_slice shop/web'])
})
