import { expect, test } from 'vitest'
import { toYaml, toYamlPair } from './to-yaml.ts'

test('YAML as kubectl writes it', () => {
  expect(toYaml({ kind: 'Service', spec: { ports: [{ port: 80 }], selector: { app: 'yes' } } })).toBe(
    'kind: Service\nspec:\n  ports:\n  - port: 80\n  selector:\n    app: "yes"\n',
  )
})

test('a slice beside what it should hold differs only where they differ, whatever their order', () => {
  const a = { addresses: ['10.0.0.1'], conditions: { ready: true } }
  const b = { conditions: { ready: false }, addresses: ['10.0.0.2'] }
  const answer = { object: { kind: 'EndpointSlice', endpoints: [b, a], ports: [] }, hidden: [], asOf: '', should: null }
  const same = toYamlPair(answer, { endpoints: [a, { ...b }], ports: [] })
  expect(same.is).toBe(same.should)
  const other = toYamlPair(answer, { endpoints: [a], ports: [] })
  expect(other.is).toContain('10.0.0.2')
  expect(other.should).not.toContain('10.0.0.2')
})
