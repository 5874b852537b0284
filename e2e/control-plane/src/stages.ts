import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'

const STAGES_FOLDER = join(import.meta.dirname, '..', 'stages')

/** How long the kubelet simulator takes for the steps of a pod's life, in milliseconds; annotations override it by pod. */
export type PodPace = {
  /** From being bound to a node until its containers run and it has addresses. */
  readonly startMs: number
  /** From then until it is Ready. */
  readonly readyMs: number
  /** From its deletion until it no longer is Ready (serving and terminating until then). */
  readonly stopMs: number
  /** From then until it is gone. */
  readonly goneMs: number
}

/** Long enough that a watcher sees each phase, short enough that a rollout takes seconds. */
export const DEFAULT_PACE: PodPace = { startMs: 300, readyMs: 1000, stopMs: 700, goneMs: 800 }

/** Annotations of a pod (or of a workload's pod template) that the Stages obey; times are Go durations as `1500ms`. */
export const POD_ANNOTATIONS = {
  /** What becomes of the pod: one of PodFate; without it the pod becomes Ready. May be set and taken back at any time. */
  fate: 'slicescope.test/fate',
  startAfter: 'slicescope.test/start-after',
  readyAfter: 'slicescope.test/ready-after',
  breakAfter: 'slicescope.test/break-after',
  stopAfter: 'slicescope.test/stop-after',
  goneAfter: 'slicescope.test/gone-after',
  completeAfter: 'slicescope.test/complete-after',
} as const

/**
 * stuck: never started, no address. hang: runs, never Ready. crash: CrashLoopBackOff. fail: phase Failed.
 * gated: containers ready, readiness gate missing.
 */
export type PodFate = 'stuck' | 'hang' | 'crash' | 'fail' | 'gated'

/** All Stages as one YAML file, with the delays of `pace`. */
export async function stagesYaml(pace: PodPace): Promise<string> {
  const delays: Readonly<Record<string, number>> = {
    'pod-start': pace.startMs,
    'pod-ready': pace.readyMs,
    'pod-gated': pace.readyMs,
    'pod-stop': pace.stopMs,
    'pod-gone': pace.goneMs,
  }
  const files = (await readdir(STAGES_FOLDER)).filter(file => file.endsWith('.yaml')).toSorted()
  const stages = await Promise.all(
    files.map(async file => {
      const [document] = parseAllDocuments(await readFile(join(STAGES_FOLDER, file), 'utf8'))
      const delay = delays[String(document?.getIn(['metadata', 'name']))]
      if (delay !== undefined) {
        document?.setIn(['spec', 'delay', 'durationMilliseconds'], delay)
      }
      return stringify(document)
    }),
  )
  return stages.join('---\n')
}
