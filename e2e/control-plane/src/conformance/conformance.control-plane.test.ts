import { expect, test } from 'vitest'
import { useControlPlane } from '../use-control-plane.ts'
import { CONFORMANCE_CHECKS } from './checks.ts'

const plane = useControlPlane()

test.for(CONFORMANCE_CHECKS.map(({ name, run }) => [name, run] as const))('%s', async ([, run]) => {
  const { url, ca, tokens, compact, restart } = plane()
  const isAsPromised = run({
    baseUrl: url,
    ca,
    token: tokens.admin,
    tokenWithoutRights: tokens.nobody,
    forgetHistory: async () => {
      await compact()
      // Its watch cache still holds what etcd has dropped.
      await restart('kube-apiserver')
    },
  })
  await expect(isAsPromised).resolves.toBeUndefined()
})
