import type { ServiceView } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { BROKEN_FIRST, lineText, sharedPorts, tableCsv, tableLines } from './table-lines.ts'

const VIEW = aView({
  backends: [
    { name: 'b', zone: 'eu-1b', node: 'node-10' },
    { name: 'c', zone: 'eu-1b', node: 'node-2' },
    { name: 'lost', zone: 'eu-1c', node: 'node-3', state: 'not-ready' },
    { name: 'gone', zone: 'eu-1a', node: 'node-1', state: 'terminating' },
  ],
})

const targets = (view: ServiceView, sort = BROKEN_FIRST) =>
  tableLines(view, sort).map(({ endpoint }) => endpoint.address)

test('what is broken stands first, the rest by zone and node in natural order', () => {
  expect(targets(VIEW)).toEqual(['lost', 'gone', 'c', 'b'])
})

test('every column sorts, both ways', () => {
  expect(targets(VIEW, { column: 'Node', isReversed: false })).toEqual(['gone', 'c', 'lost', 'b'])
  expect(targets(VIEW, { column: 'Node', isReversed: true })).toEqual(['b', 'lost', 'c', 'gone'])
})

test('ports that all entries have are no column', () => {
  const http = [{ name: 'http', protocol: 'TCP', port: 8080, appProtocol: null }]
  const endpoints = VIEW.endpoints.map(endpoint => ({ ...endpoint, ports: http }))
  expect(sharedPorts(tableLines({ ...VIEW, endpoints }, BROKEN_FIRST))).toBe('http TCP 8080')
  const [first, ...rest] = endpoints
  const mixed = first === undefined ? [] : [{ ...first, ports: [] }, ...rest]
  expect(sharedPorts(tableLines({ ...VIEW, endpoints: mixed }, BROKEN_FIRST))).toBeNull()
})

test('a backend that lacks a port says so, although its slice says ready', () => {
  const backends = VIEW.backends.map(backend => (backend.name === 'b' ? { ...backend, ready: false } : backend))
  const [, second] = tableLines({ ...VIEW, backends }, BROKEN_FIRST)
  expect(second?.state).toBe('portless')
})

function firstState(reason: string): string | undefined {
  const pods = VIEW.pods.map(pod => ({ ...pod, ready: false, reason }))
  const [first] = tableLines({ ...VIEW, pods }, BROKEN_FIRST)
  return first && lineText(first, 'State')
}

test('a pod that is not Ready says why, where that is more than that its containers are not', () => {
  expect(firstState('ContainersNotReady')).toBe('not ready')
  expect(firstState('ReadinessGatesNotReady')).toBe('not ready, ReadinessGatesNotReady')
})

test('CSV quotes what must be quoted, and keeps formulas text', () => {
  const view = aView({ backends: [{ name: '=HYPERLINK("x","y")', zone: 'a,b' }] })
  const [head, line] = tableCsv(tableLines(view, BROKEN_FIRST)).split('\r\n')
  expect(head).toBe('State,Target,Address,Ports,Conditions,Slice,Node,Zone,Created')
  expect(line).toContain(`"'=HYPERLINK(""x"",""y"")"`)
  expect(line).toContain('"a,b"')
})
