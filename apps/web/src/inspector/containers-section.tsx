import { formatCount } from '@slicescope/picture'
import type { ContainerView, PodView } from '@slicescope/view'
import { Section } from './section.tsx'

interface ContainersProps {
  readonly pod: PodView
  /** Whether the kubelet still reports: its node is Ready, or not known. */
  readonly isReported: boolean
}

/** The containers of a pod: state, reason, exit code, restarts, and how the last run ended. */
export function ContainersSection({ pod: { containers }, isReported }: ContainersProps) {
  if (containers === null) {
    return (
      <Section title="Containers">
        {isReported ? (
          <p className="faint">All run and are ready, without restarts.</p>
        ) : (
          <p className="faint">{LOST} It said that all run without restarts.</p>
        )}
      </Section>
    )
  }
  const restarts = containers.reduce((sum, each) => sum + each.restarts, 0)
  return (
    <Section title="Containers" note={restarts === 1 ? '1 restart' : `${formatCount(restarts)} restarts`}>
      {!isReported && <p className="faint">{LOST}</p>}
      {containers.length === 0 && <p className="faint">The kubelet has not reported any yet.</p>}
      <ul className="containers" aria-label="Containers">
        {containers.map(each => (
          <Container key={`${each.isInit} ${each.name}`} container={each} />
        ))}
      </ul>
    </Section>
  )
}

const LOST = 'The kubelet no longer reports: the node is not Ready. This is its last report.'

function Container({ container }: { readonly container: ContainerView }) {
  const { name, isInit, ready, state, exitCode, restarts, last } = container
  const isWell = ready || (isInit && state === 'ended' && exitCode === 0)
  return (
    <li data-well={isWell}>
      <p className="container-name">
        <code>{name}</code>
        {isInit && <span className="faint">init</span>}
        <span className="container-state">{stateOf(container)}</span>
      </p>
      {last !== null && <p className="faint">Last run {endWords(last)}</p>}
      {restarts > 0 && <p className="faint">{restarts === 1 ? '1 restart' : `${formatCount(restarts)} restarts`}</p>}
    </li>
  )
}

function stateOf({ state, ready, reason, exitCode }: ContainerView): string {
  switch (state) {
    case 'running':
      return ready ? 'running, ready' : 'running, not ready'
    case 'waiting':
      return reason === null ? 'waiting' : `waiting: ${reason}`
    case 'ended':
      return endWords({ reason, exitCode })
    case null:
      return 'state not reported'
    default:
      return state satisfies never
  }
}

/** "ended with exit code 137 (OOMKilled)" */
function endWords({ reason, exitCode }: NonNullable<ContainerView['last']>): string {
  if (exitCode === null) return reason === null ? 'ended' : `ended: ${reason}`
  return `ended with exit code ${exitCode}${reason === null ? '' : ` (${reason})`}`
}
