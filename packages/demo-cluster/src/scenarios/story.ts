import { StatusError } from '../api/status.ts'
import { demoKey } from '../behaviour/demo-annotations.ts'
import type { Simulation } from '../behaviour/simulation.ts'
import { must } from '@slicescope/model'

/** Does something again and again, each time after a wait between `from` and `to` ms. */
export function repeat({ clock, random }: Simulation, [from, to]: readonly [number, number], act: () => void): void {
  const next = () =>
    clock.after(random.between(from, to), () => {
      act()
      next()
    })
  next()
}

export interface Beat {
  /** Ms after the beginning of the round. */
  readonly at: number
  readonly act: () => void
}

/** Plays the beats of a round, round after round. */
export function loop({ clock }: Simulation, period: number, beats: readonly Beat[]): void {
  const begin = () => {
    for (const { at, act } of beats) clock.after(at, act)
    clock.after(period, begin)
  }
  begin()
}

/** Sets or (null) takes away a demo annotation on the nodes of a zone. */
export function annotateZone(
  { storage }: Simulation,
  zone: string,
  annotation: { readonly name: 'down' | 'probe-fault'; readonly value: string | null },
): void {
  const patch = { metadata: { annotations: { [demoKey(annotation.name)]: annotation.value } } }
  for (const { metadata } of storage.list('nodes')) {
    if (metadata.labels?.['topology.kubernetes.io/zone'] === zone)
      storage.patch('nodes', { name: metadata.name }, patch)
  }
}

interface Target {
  readonly namespace: string
  readonly name: string
}

/** What people may have deleted meanwhile is left alone. */
function ifThere(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
  }
}

export function scale({ storage }: Simulation, target: Target, replicas: number): void {
  ifThere(() => storage.patch('deployments', target, { spec: { replicas } }))
}

/** Rolls a Deployment out with another image. */
export function rollOut({ storage }: Simulation, target: Target, version: string): void {
  const found = storage.get('deployments', target)
  if (found === undefined) return
  const { containers } = found.spec.template.spec
  const renewed = containers.map(container => ({
    ...container,
    image: `${(container.image ?? '').replace(/:[^:]*$/, '')}:${version}`,
  }))
  ifThere(() => storage.patch('deployments', target, { spec: { template: { spec: { containers: renewed } } } }))
}

function randomPod({ storage, random }: Simulation, namespaces: readonly string[]): Target | undefined {
  const pods = storage
    .table('pods')
    .list()
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
  if (pods.length === 0) return undefined
  const { metadata } = must(random.pick(pods))
  return { namespace: metadata.namespace ?? '', name: metadata.name }
}

/** Deletes a pod, as an eviction does. */
export function evictOne(simulation: Simulation, namespaces: readonly string[]): void {
  const pod = randomPod(simulation, namespaces)
  if (pod !== undefined) ifThere(() => simulation.storage.delete('pods', pod))
}

/** Lets a container fail its liveness probe once. */
export function restartOne(simulation: Simulation, namespaces: readonly string[]): void {
  const pod = randomPod(simulation, namespaces)
  const annotations = { [demoKey('restart')]: String(simulation.clock.now()) }
  if (pod !== undefined) ifThere(() => simulation.storage.patch('pods', pod, { metadata: { annotations } }))
}
