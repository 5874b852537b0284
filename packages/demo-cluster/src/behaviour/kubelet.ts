import type { Cluster } from './cluster.ts'
import { demoAnnotation, demoDuration, findProbeFault } from './demo-annotations.ts'
import type { EventText } from './event-recorder.ts'
import { numberAt, textAt } from './json.ts'
import { isNodeUp } from './node-state.ts'
import { type RawObject, uidOf } from './object-index.ts'
import { PodAddresses, withAddresses } from './pod-addresses.ts'
import { containerName, imageOf, isJobPod, type PodRun } from './pod-run.ts'
import { type ContainersDo, type PodReport, podStatus, readinessDelay } from './pod-status.ts'
import { isDeleting, keyOf } from './views.ts'
import { isFinishedPod } from './workload.ts'

/** The longest time a container waits before it is started again; the real one waits five minutes. */
const LONGEST_BACKOFF_MS = 60_000

/**
 * All kubelets of the cluster: pods that are bound to a node get addresses, start, become ready, fail by annotation,
 * end gracefully. Delays are those of small containers whose images are nearly always there.
 */
export class Kubelet {
  readonly #cluster: Cluster
  readonly #addresses: PodAddresses
  readonly #runs = new Map<string, PodRun>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.#addresses = new PodAddresses(cluster)
    cluster.on('pods', (pod, previous) => this.#hearPod(pod, previous))
    cluster.on('nodes', (node, previous) => this.#hearNode(node, previous))
  }

  #hearPod(pod: RawObject | undefined, previous: RawObject | undefined): void {
    if (pod === undefined) {
      if (previous !== undefined) this.#forget(uidOf(previous))
      return
    }
    const run = this.#runs.get(uidOf(pod))
    if (run === undefined) this.#admit(pod)
    else if (isDeleting(pod) && !run.isEnding) this.#end(run, pod)
    else if (!isDeleting(pod)) this.#hearAnnotations(run, pod)
  }

  #forget(uid: string): void {
    this.#runs.get(uid)?.cancel()
    this.#runs.delete(uid)
  }

  #hearNode(node: RawObject | undefined, previous: RawObject | undefined): void {
    if (node === undefined || !isNodeUp(node)) return
    const hasReturned = previous === undefined || !isNodeUp(previous)
    const hasFaultChanged =
      previous !== undefined && demoAnnotation(node, 'probe-fault') !== demoAnnotation(previous, 'probe-fault')
    if (!hasReturned && !hasFaultChanged) return
    for (const pod of this.#cluster.podsOnNode(textAt(node, 'metadata', 'name') ?? '')) {
      const run = this.#runs.get(uidOf(pod))
      if (run === undefined) this.#admit(pod)
      else if (hasReturned) this.#resume(run, pod)
      else this.#probeSoon(run, pod)
    }
  }

  #admit(pod: RawObject): void {
    const node = this.#nodeOf(pod)
    if (node === undefined || !isNodeUp(node) || isFinishedPod(pod)) return
    const run: PodRun = {
      key: keyOf(pod),
      uid: uidOf(pod),
      report: { phase: 'Pending', containers: { state: 'creating' }, restarts: 0 },
      cancel: () => {},
      parked: null,
      probe: 'none',
      restart: demoAnnotation(pod, 'restart'),
      crashes: 0,
      isEnding: false,
    }
    this.#runs.set(run.uid, run)
    if (isDeleting(pod)) this.#end(run, pod)
    else this.#later(run, [200, 700], current => this.#giveAddresses(run, current))
  }

  #giveAddresses(run: PodRun, pod: RawObject): void {
    const node = this.#nodeOf(pod)
    if (node === undefined) return
    const fault = demoAnnotation(pod, 'sandbox')
    if (fault !== undefined) {
      this.#write(run, withAddresses(pod, node, []))
      const message = `Failed to create pod sandbox: ${fault}`
      this.#record(pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message })
      this.#later(run, [10_000, 16_000], current => this.#giveAddresses(run, current))
      return
    }
    this.#write(run, withAddresses(pod, node, this.#addresses.assign(pod, node)))
    this.#pull(run, pod)
  }

  #pull(run: PodRun, pod: RawObject): void {
    const image = imageOf(pod)
    const fault = demoAnnotation(pod, 'image')
    if (fault === undefined) {
      this.#record(pod, {
        type: 'Normal',
        reason: 'Pulled',
        message: `Container image "${image}" already present on machine`,
      })
      this.#later(run, [200, 900], current => this.#start(run, current))
      return
    }
    this.#record(pod, { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` })
    this.#later(run, [800, 2000], current => this.#failPull(run, current, fault))
  }

  #failPull(run: PodRun, pod: RawObject, fault: string): void {
    const message = `Failed to pull image "${imageOf(pod)}": ${fault}`
    this.#record(pod, { type: 'Warning', reason: 'Failed', message })
    this.#report(run, pod, { containers: { state: 'waiting', reason: 'ErrImagePull', message } })
    this.#later(run, [8000, 12_000], current => {
      const backOff = `Back-off pulling image "${imageOf(pod)}"`
      this.#record(current, { type: 'Normal', reason: 'BackOff', message: backOff })
      this.#report(run, current, { containers: { state: 'waiting', reason: 'ImagePullBackOff', message: backOff } })
      this.#later(run, [20_000, 40_000], again => this.#pull(run, again))
    })
  }

  #start(run: PodRun, pod: RawObject): void {
    const name = containerName(pod)
    this.#record(pod, { type: 'Normal', reason: 'Created', message: `Created container: ${name}` })
    this.#record(pod, { type: 'Normal', reason: 'Started', message: `Started container ${name}` })
    const hasProbe = readinessDelay(pod) !== undefined
    run.probe = hasProbe ? 'failing' : 'none'
    this.#report(run, pod, { phase: 'Running', containers: this.#running(!hasProbe) })
    if (demoAnnotation(pod, 'crash') !== undefined) this.#later(run, [1500, 3500], current => this.#crash(run, current))
    else if (isJobPod(pod)) this.#finishLater(run, pod)
    else if (hasProbe) this.#probeAfterStart(run, pod)
  }

  #running(ready: boolean): ContainersDo {
    return { state: 'running', since: this.#cluster.time(), ready }
  }

  #probeAfterStart(run: PodRun, pod: RawObject): void {
    const wait = demoDuration(pod, 'ready-after') ?? readinessDelay(pod) ?? 0
    this.#later(run, [wait + 600, wait + 2400], current => this.#probe(run, current))
  }

  /** At the probe's next turn: each pod has its own, so that a fault spreads over a period. */
  #probeSoon(run: PodRun, pod: RawObject): void {
    if (run.probe === 'none' || run.isEnding || run.report.containers.state !== 'running') return
    const isFailing = findProbeFault(pod, this.#nodeOf(pod)) !== undefined
    if (isFailing === (run.probe === 'failing')) return
    this.#later(run, isFailing ? [300, 9500] : [300, 5500], current => this.#probe(run, current))
  }

  #probe(run: PodRun, pod: RawObject): void {
    const { containers } = run.report
    if (containers.state !== 'running') return
    const fault = findProbeFault(pod, this.#nodeOf(pod))
    run.probe = fault === undefined ? 'passing' : 'failing'
    if (fault !== undefined) {
      this.#record(pod, { type: 'Warning', reason: 'Unhealthy', message: `Readiness probe failed: ${fault}` })
      this.#later(run, [25_000, 35_000], current => this.#probe(run, current))
    }
    this.#report(run, pod, { containers: { ...containers, ready: fault === undefined } })
  }

  #crash(run: PodRun, pod: RawObject): void {
    const at = this.#cluster.time()
    const reason = demoAnnotation(pod, 'crash') === 'OOMKilled' ? 'OOMKilled' : 'Error'
    const exitCode = reason === 'OOMKilled' ? 137 : 1
    const message = 'Back-off restarting failed container'
    const wait = Math.min(10_000 * 2 ** run.crashes, LONGEST_BACKOFF_MS)
    run.crashes += 1
    this.#record(pod, { type: 'Warning', reason: 'BackOff', message })
    this.#report(run, pod, {
      containers: { state: 'waiting', reason: 'CrashLoopBackOff', message },
      lastEnd: { at, exitCode, reason },
    })
    this.#later(run, [wait, wait * 1.1], current => {
      run.report = { ...run.report, restarts: run.report.restarts + 1 }
      this.#start(run, current)
    })
  }

  #restart(run: PodRun, pod: RawObject): void {
    const at = this.#cluster.time()
    this.#record(pod, {
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Liveness probe failed: HTTP probe failed with statuscode: 500',
    })
    this.#record(pod, {
      type: 'Normal',
      reason: 'Killing',
      message: 'Container failed liveness probe, will be restarted',
    })
    this.#report(run, pod, {
      containers: { state: 'ended', since: at, exitCode: 137, reason: 'Error' },
      lastEnd: { at, exitCode: 137, reason: 'Error' },
    })
    this.#later(run, [400, 1500], current => {
      run.report = { ...run.report, restarts: run.report.restarts + 1 }
      this.#start(run, current)
    })
  }

  #finishLater(run: PodRun, pod: RawObject): void {
    const wait = demoDuration(pod, 'run-for') ?? 8000
    this.#later(run, [wait, wait * 1.3], current => {
      const containers = { state: 'ended', since: this.#cluster.time(), exitCode: 0, reason: 'Completed' } as const
      this.#report(run, current, { phase: 'Succeeded', containers })
    })
  }

  #hearAnnotations(run: PodRun, pod: RawObject): void {
    const restart = demoAnnotation(pod, 'restart')
    if (run.report.containers.state === 'running' && restart !== run.restart) {
      run.restart = restart
      this.#later(run, [100, 500], current => this.#restart(run, current))
    } else this.#probeSoon(run, pod)
  }

  /** Ready stays True while the containers wind down, then goes False, then the pod is gone. */
  #end(run: PodRun, pod: RawObject): void {
    run.cancel()
    run.isEnding = true
    this.#record(pod, {
      type: 'Normal',
      reason: 'Killing',
      message: `Stopping container ${containerName(pod)}`,
    })
    const grace = (numberAt(pod, 'metadata', 'deletionGracePeriodSeconds') ?? 30) * 1000
    const wanted = demoDuration(pod, 'shutdown') ?? this.#cluster.random.between(2500, 6500)
    const total = Math.min(grace, wanted)
    this.#later(run, [total * 0.5, total * 0.6], current => {
      const at = this.#cluster.time()
      this.#report(run, current, { containers: { state: 'ended', since: at, exitCode: 0, reason: 'Completed' } })
      this.#later(run, [total * 0.4, total * 0.4], last => this.#cluster.remove('pods', last))
    })
  }

  /** The node is back: what had stopped goes on, and the pod's true state is reported again. */
  #resume(run: PodRun, pod: RawObject): void {
    const { clock, random } = this.#cluster
    const { parked } = run
    if (parked !== null) {
      run.parked = null
      run.cancel = clock.after(random.between(300, 2500), parked)
    }
    clock.after(random.between(300, 3500), () => this.#reportAgain(run))
    if (isDeleting(pod) && !run.isEnding) this.#end(run, pod)
  }

  #reportAgain(run: PodRun): void {
    const pod = this.#cluster.find('pods', run.key)
    if (pod === undefined || uidOf(pod) !== run.uid || textAt(pod, 'status', 'podIP') === undefined) return
    const node = this.#nodeOf(pod)
    if (node !== undefined && isNodeUp(node)) this.#write(run, pod)
  }

  #report(run: PodRun, pod: RawObject, change: Partial<PodReport>): void {
    run.report = { ...run.report, ...change }
    this.#write(run, pod)
  }

  #write(run: PodRun, pod: RawObject): void {
    const status = podStatus(pod, run.report, this.#cluster.time())
    this.#cluster.edit('pods', pod, current => ({ ...current, status }))
  }

  /** Plans what comes next for a pod, in place of what was planned. It gets the pod as it is then. */
  #later(run: PodRun, [from, to]: readonly [number, number], next: (pod: RawObject) => void): void {
    run.cancel()
    run.parked = null
    const act = () => {
      const pod = this.#cluster.find('pods', run.key)
      if (pod === undefined || uidOf(pod) !== run.uid) return
      const node = this.#nodeOf(pod)
      if (node !== undefined && isNodeUp(node)) next(pod)
      else run.parked = act
    }
    run.cancel = this.#cluster.clock.after(this.#cluster.random.between(from, to), act)
  }

  #nodeOf(pod: RawObject): RawObject | undefined {
    const name = textAt(pod, 'spec', 'nodeName')
    return name === undefined ? undefined : this.#cluster.get('nodes', '', name)
  }

  #record(pod: RawObject, event: Pick<EventText, 'type' | 'reason' | 'message'>): void {
    const node = textAt(pod, 'spec', 'nodeName')
    this.#cluster.events.record('Pod', pod, { ...event, component: 'kubelet', ...(node === undefined ? {} : { node }) })
  }
}
