import type { Pod } from '@slicescope/model'

/** A container as its pod's status has it. */
export interface GraphContainer {
  readonly name: string
  /** Runs to its end before the others start; sidecars do not. */
  readonly isInit: boolean
  /** Null where the status does not say. */
  readonly state: 'waiting' | 'running' | 'ended' | null
  readonly ready: boolean
  /** Why it waits or ended. */
  readonly reason: string | null
  readonly exitCode: number | null
  readonly restarts: number
  /** How its last run ended; null before the first restart. */
  readonly last: { readonly reason: string | null; readonly exitCode: number | null } | null
}

type Status = NonNullable<Pod['status']>['containerStatuses'][number]
type Ended = NonNullable<NonNullable<Status['state']>['terminated']>

/** The containers of a pod of which there is something to tell; null where all run, are ready, and never restarted. */
export function graphContainers({ spec, status }: Pod): readonly GraphContainer[] | null {
  const sidecars = new Set(spec.initContainers.map(({ name }) => name))
  const containers = [
    ...(status?.initContainerStatuses ?? []).map(each => toContainer(each, !sidecars.has(each.name))),
    ...(status?.containerStatuses ?? []).map(each => toContainer(each, false)),
  ]
  return containers.every(isQuiet) ? null : containers
}

function toContainer({ name, ready, state, lastState, restartCount }: Status, isInit: boolean): GraphContainer {
  const { waiting, running, terminated } = state ?? {}
  return {
    name,
    isInit,
    state: waiting ? 'waiting' : running ? 'running' : terminated ? 'ended' : null,
    ready: ready === true,
    reason: waiting?.reason ?? terminated?.reason ?? null,
    exitCode: terminated?.exitCode ?? null,
    restarts: restartCount ?? 0,
    last: lastState?.terminated === undefined ? null : endOf(lastState.terminated),
  }
}

function endOf({ reason, exitCode }: Ended) {
  return { reason: reason ?? null, exitCode: exitCode ?? null }
}

/** An init container that has done its work has nothing to tell. */
function isQuiet({ isInit, state, ready, restarts, exitCode }: GraphContainer): boolean {
  if (restarts > 0) return false
  return isInit ? state === 'ended' && exitCode === 0 : state === 'running' && ready
}
