import { describe, expect, test } from 'vitest'
import { Interner } from '../interner.ts'
import { RESOURCES } from '../resources.ts'

type Raw = Readonly<Record<string, unknown>>

const SELECTOR = { 'f:selector': {} }

function entry(manager: string, minute: number, spec: unknown, rest: Raw = {}): Raw {
  return { manager, time: `2026-01-01T00:0${minute}:00Z`, operation: 'Update', fieldsV1: { 'f:spec': spec }, ...rest }
}

function specChange(...managedFields: readonly unknown[]): unknown {
  const metadata = { name: 'web', namespace: 'shop', uid: '1', managedFields }
  const kept = RESOURCES.services.keep({ metadata, spec: {} }, new Interner())
  expect(Object.keys(kept.metadata)).not.toContain('managedFields')
  return kept.metadata.specChange
}

describe('of managedFields the last change of the spec is kept', () => {
  test('the newest entry counts, wherever it stands; its field is known where it owns just one', () => {
    const made = entry('kubectl-create', 1, { 'f:ports': { '.': {}, 'k:{"port":80}': {} }, ...SELECTOR })
    const edited = entry('kubectl-edit', 3, SELECTOR)
    const time = '2026-01-01T00:03:00Z'
    expect(specChange(made, edited)).toEqual({ manager: 'kubectl-edit', time, field: 'selector' })
    expect(specChange(edited, made)).toEqual({ manager: 'kubectl-edit', time, field: 'selector' })
    expect(specChange(made)).toEqual({ manager: 'kubectl-create', time: '2026-01-01T00:01:00Z' })
  })

  test('scaling is a change of the spec; status, labels and annotations are none', () => {
    expect(specChange(entry('hpa', 1, { 'f:replicas': {} }, { subresource: 'scale' }))).toMatchObject({
      field: 'replicas',
    })
    expect(specChange(entry('controller', 1, SELECTOR, { subresource: 'status' }))).toBeUndefined()
    expect(
      specChange({ ...entry('helm', 1, SELECTOR), fieldsV1: { 'f:metadata': { 'f:labels': {} } } }),
    ).toBeUndefined()
  })

  test.each([
    ['no list', [{}]],
    ['no entry', [null, 'x', 1]],
    ['no time', [{ ...entry('a', 1, SELECTOR), time: undefined }]],
    ['no fields', [{ ...entry('a', 1, SELECTOR), fieldsV1: 'f:spec' }]],
    ['a spec that is no map', [entry('a', 1, ['f:selector'])]],
    ['a manager without end', [entry('a'.repeat(129), 1, SELECTOR)]],
  ])('%s: the object is kept without it', (_name, managedFields) => {
    expect(specChange(...managedFields)).toBeUndefined()
  })

  test('what the object itself calls so is not believed, and a long list is read from its beginning', () => {
    const metadata = { name: 'web', namespace: 'shop', uid: '1', specChange: { manager: 'x', time: 'y' } }
    expect(RESOURCES.services.keep({ metadata, spec: {} }, new Interner()).metadata.specChange).toBeUndefined()
    const many = Array.from({ length: 51 }, (_, at) => entry(`m-${at}`, at === 50 ? 9 : 1, SELECTOR))
    expect(specChange(...many)).toMatchObject({ manager: 'm-0' })
  })

  test.each(['deployments', 'statefulsets', 'daemonsets'] as const)('%s too', resource => {
    const managedFields = [entry('kubectl', 1, { 'f:replicas': {} }, { subresource: 'scale' })]
    const metadata = { name: 'web', namespace: 'shop', uid: '1', managedFields }
    expect(RESOURCES[resource].keep({ metadata, spec: {} }, new Interner()).metadata.specChange?.manager).toBe(
      'kubectl',
    )
  })
})
