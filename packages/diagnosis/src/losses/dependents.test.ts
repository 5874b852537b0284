import { expect, test } from 'vitest'
import { dependentsOf } from './dependents.ts'

test('[L3] who depends on a Service is told in the same order, whatever order the Stores keep', () => {
  const names = ['web', 'api', 'db']
  const orders = [names, names.toReversed()].map(order =>
    dependentsOf({ namespace: 'shop', name: 'web' }, resource =>
      resource === 'apiservices' ? [] : order.map(name => ({ metadata: { name } })),
    ),
  )
  expect(orders[0]).toEqual(orders[1])
  expect(orders[0]?.map(({ name }) => name)).toEqual(['api', 'db', 'web', 'api', 'db', 'web'])
})
