import { type RawObject } from './object-index.ts'
import { annotationOf, labelsOf } from './views.ts'

/**
 * What people (and scenarios) may write on objects to make them misbehave; taken away, all heals.
 *
 * On pods, or on a workload's template:
 * - `probe: MESSAGE` the readiness probe fails with that message
 * - `sandbox: MESSAGE` the network plugin gives the pod no address
 * - `image: MESSAGE` the image cannot be pulled
 * - `crash: MESSAGE` the container ends soon after its start, again and again
 * - `restart: ANYTHING` each new value restarts the container once, as a failed liveness probe does
 * - `ready-after: 3s`, `run-for: 20s`, `shutdown: 10s` how long the container takes to get ready, a Job's pod to finish,
 *   a pod to end
 *
 * On nodes:
 * - `down: ANYTHING` its kubelet stops reporting
 * - `probe-fault: LABEL=VALUE: MESSAGE` readiness probes of pods with that label fail there
 */
export type DemoAnnotation =
  | 'probe'
  | 'sandbox'
  | 'image'
  | 'crash'
  | 'restart'
  | 'ready-after'
  | 'run-for'
  | 'shutdown'
  | 'down'
  | 'probe-fault'

export function demoKey(name: DemoAnnotation): string {
  return `demo.slicescope.dev/${name}`
}

export function demoAnnotation(object: RawObject, name: DemoAnnotation): string | undefined {
  return annotationOf(object, demoKey(name))
}

/** A duration such as 500ms, 3s or 2m in ms; undefined for anything else. */
export function demoDuration(object: RawObject, name: DemoAnnotation): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(demoAnnotation(object, name) ?? '')
  if (found === null) return undefined
  const unit = { ms: 1, s: 1000, m: 60_000 }[found[2] ?? ''] ?? 0
  return Number(found[1]) * unit
}

/** Why a pod's readiness probe fails: its own annotation's message, else that of its node where the label fits. */
export function findProbeFault(pod: RawObject, node: RawObject | undefined): string | undefined {
  const own = demoAnnotation(pod, 'probe')
  if (own !== undefined || node === undefined) return own
  const found = /^([^=]+)=([^:]*): (.*)$/.exec(demoAnnotation(node, 'probe-fault') ?? '')
  if (found === null) return undefined
  const [, label = '', value, message] = found
  return labelsOf(pod)[label] === value ? message : undefined
}
