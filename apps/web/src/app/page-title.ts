import { CONNECTION_WORDS, HEALTH_WORDS } from '@slicescope/picture'
import type { ConnectionState, Mark, ServiceView } from '@slicescope/view'

interface TitleFacts {
  readonly state: ConnectionState | null
  readonly marks?: readonly Mark[]
  readonly view: ServiceView | null
  readonly deleted: boolean
}

/** "160/244 checkout - Slicescope"; before it what casts doubt on it: "BLIND 160/244 checkout - Slicescope"; behind it what starts. */
export function pageTitle({ state, marks = [], view, deleted }: TitleFacts): string {
  const tls = marks.includes('UNVERIFIED TLS') ? 'UNVERIFIED TLS ' : ''
  const doubt = `${state !== null && CONNECTION_WORDS[state].tone !== 'good' ? `${state} ` : ''}${tls}`
  if (view === null) return `${doubt}Slicescope`
  const change = deleted ? '' : changeOf(view)
  return `${doubt}${deleted ? 'deleted' : countOf(view)} ${view.service.name}${change} - Slicescope`
}

/** What is under way, or just was: ", 3 starting", ", recovered". */
function changeOf({ starting, recovered }: ServiceView): string {
  if (starting !== null && starting > 0) return `, ${starting} starting`
  return recovered === null ? '' : ', recovered'
}

function countOf({ ready, total, health }: ServiceView): string {
  return ready === null || total === null || health === 'external' ? HEALTH_WORDS[health].label : `${ready}/${total}`
}
