import { expect, test } from 'vitest'
import { aDeployment, aSimulation } from '../testing/simulation.ts'

const NAME = { namespace: 'shop', name: 'web' } as const

function budgetOf(spec: object) {
  const simulation = aSimulation()
  const { storage, clock } = simulation
  storage.create('deployments', aDeployment({ replicas: 4 }))
  storage.create('poddisruptionbudgets', {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  })
  clock.step(60_000)
  return simulation
}

test.each([
  [{ minAvailable: 4 }, 4, 0],
  [{ minAvailable: 3 }, 3, 1],
  [{ minAvailable: '60%' }, 3, 1],
  [{ maxUnavailable: '30%' }, 2, 2],
  [{ maxUnavailable: 0 }, 4, 0],
])(
  'a budget with %j needs %i healthy pods of 4 and allows %i evictions',
  (spec, desiredHealthy, disruptionsAllowed) => {
    const { status } = budgetOf(spec).storage.get('poddisruptionbudgets', NAME) ?? {}
    expect(status).toMatchObject({ expectedPods: 4, currentHealthy: 4, desiredHealthy, disruptionsAllowed })
    const [condition] = disruptionsAllowed > 0 ? ['SufficientPods'] : ['InsufficientPods']
    expect(status).toMatchObject({ conditions: [{ type: 'DisruptionAllowed', reason: condition }] })
  },
)

test('a budget follows its pods', () => {
  const { storage, clock } = budgetOf({ minAvailable: 3 })
  storage.update('deployments', { ...aDeployment({ replicas: 3 }) })
  clock.step(60_000)
  expect(storage.get('poddisruptionbudgets', NAME)?.status).toMatchObject({ expectedPods: 3, disruptionsAllowed: 0 })
})
