import { describe, expect, test } from 'vitest'
import { desiredEndpoints } from './desired-endpoints.ts'
import { endpointPorts } from './target-port.ts'
import { aPod, aService, findNode } from './testing/objects.ts'

function portsOf(port: object, spec: object = {}) {
  return endpointPorts(aService({ ports: [{ name: 'http', protocol: 'TCP', port: 80, ...port }] }), aPod({ spec })).map(
    resolved => resolved.port,
  )
}

const container = (...ports: readonly object[]) => ({ name: 'main', ports })

const podAt = (name: string, containerPort: number) =>
  aPod({ name, spec: { containers: [container({ name: 'web', containerPort })] } })

describe('[rule 6] ports', () => {
  test('a number is taken as it is, declared or not', () => {
    expect(portsOf({ targetPort: 9999 })).toEqual([9999])
  })

  test('no targetPort means the port itself', () => {
    expect(portsOf({})).toEqual([80])
  })

  test('a name is found by name and protocol, in the first container that has it', () => {
    const containers = [
      container({ name: 'web', containerPort: 1, protocol: 'UDP' }),
      container({ name: 'web', containerPort: 2, protocol: 'TCP' }),
      container({ name: 'web', containerPort: 3, protocol: 'TCP' }),
    ]
    expect(portsOf({ targetPort: 'web' }, { containers })).toEqual([2])
    expect(portsOf({ targetPort: 'web', protocol: 'UDP' }, { containers })).toEqual([1])
  })

  test('a container port without protocol is TCP', () => {
    expect(portsOf({ targetPort: 'web' }, { containers: [container({ name: 'web', containerPort: 2 })] })).toEqual([2])
  })

  test('sidecars come after the containers; other init containers never', () => {
    const initContainers = [
      { name: 'once', ports: [{ name: 'web', containerPort: 7 }] },
      { name: 'sidecar', restartPolicy: 'Always', ports: [{ name: 'web', containerPort: 8 }] },
    ]
    expect(portsOf({ targetPort: 'web' }, { initContainers })).toEqual([8])
    const containers = [container({ name: 'web', containerPort: 2 })]
    expect(portsOf({ targetPort: 'web' }, { initContainers, containers })).toEqual([2])
  })

  test('[trap 3] a missing name leaves the port out, and the pod stays a ready endpoint', () => {
    const service = aService({ ports: [{ name: 'http', port: 80, targetPort: 'nope' }] })
    const [group] = desiredEndpoints(service, [aPod()], findNode)
    expect(group?.ports).toEqual([])
    expect(group?.endpoints[0]?.conditions.ready).toBe(true)
  })

  test('pods that resolve a name differently go into groups of their own', () => {
    const service = aService({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] })
    const groups = desiredEndpoints(service, [podAt('a', 1), podAt('b', 2), podAt('c', 1)], findNode)
    expect(groups.map(({ ports, endpoints }) => [ports[0]?.port, endpoints.length])).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  test('appProtocol and the empty name are passed on', () => {
    const service = aService({ ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }] })
    expect(endpointPorts(service, aPod())).toEqual([
      { name: '', protocol: 'TCP', port: 80, appProtocol: 'kubernetes.io/h2c' },
    ])
  })

  test('a headless Service may have no ports', () => {
    expect(endpointPorts(aService({ clusterIP: 'None', ports: [] }), aPod())).toEqual([])
  })
})
