import { rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadKubeconfig } from '../kubeconfig/load-kubeconfig.ts'
import { VirtualClock } from '../law/virtual-clock.ts'
import { createTempFolder, type TempFolder } from '../testing/temp-folder.ts'
import { ContextCredentials } from './context-credentials.ts'

function config(token: string, server = 'https://one'): string {
  return JSON.stringify({
    'current-context': 'one',
    clusters: [{ name: 'one', cluster: { server } }],
    users: [{ name: 'me', user: { token } }],
    contexts: [{ name: 'one', context: { cluster: 'one', user: 'me' } }],
  })
}

async function credentialsOf(path: string) {
  const clock = new VirtualClock()
  const loaded = await loadKubeconfig({ paths: [path], env: {} })
  if (loaded.type !== 'loaded') throw new Error('no kubeconfig')
  const credentials = new ContextCredentials({ context: loaded.current, env: {}, clock })
  return { clock, credentials, token: async () => (await credentials.get()).headers['authorization'] }
}

test('a login that changes the kubeconfig is noticed by its file', async () => {
  await using folder = await createTempFolder()
  const { clock, token } = await credentialsOf(await folder.write('config', config('old')))
  expect(await token()).toBe('Bearer old')
  await folder.write('config', config('new one'))
  await clock.advance(1_000)
  expect(await token()).toBe('Bearer new one')
})

test('a refused credential makes it read at once', async () => {
  await using folder = await createTempFolder()
  const { credentials, token } = await credentialsOf(await folder.write('config', config('old')))
  const refused = await credentials.get()
  expect(await credentials.renew(refused)).toBe(false)
  await folder.write('config', config('new'))
  expect(await credentials.renew(refused)).toBe(true)
  expect(await token()).toBe('Bearer new')
})

test('files that are links are followed where they lead now, as projected volumes swap them', async () => {
  await using folder = await createTempFolder()
  await folder.write('..data_1/config', config('old'))
  await folder.write('..data_2/config', config('new'))
  await swap(folder, '..data_1')
  await symlink('..data/config', join(folder.path, 'config'))
  const { clock, token } = await credentialsOf(join(folder.path, 'config'))
  expect(await token()).toBe('Bearer old')
  await swap(folder, '..data_2')
  await clock.advance(1_000)
  expect(await token()).toBe('Bearer new')
})

async function swap({ path }: TempFolder, target: string): Promise<void> {
  await symlink(target, join(path, '..data_tmp'))
  await rename(join(path, '..data_tmp'), join(path, '..data'))
}

test('a file that is half written, gone, or of another cluster changes nothing', async () => {
  await using folder = await createTempFolder()
  const { clock, token } = await credentialsOf(await folder.write('config', config('old')))
  expect(await token()).toBe('Bearer old')
  for (const text of ['users: [', '', '{}', config('of another', 'https://two')]) {
    await folder.write('config', text)
    await clock.advance(1_000)
    expect(await token()).toBe('Bearer old')
  }
  await folder.write('config', config('new'))
  await clock.advance(1_000)
  expect(await token()).toBe('Bearer new')
})
