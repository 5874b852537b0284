import { usePlaceStore } from '../state/stores.ts'
import { ChangesMenu } from './changes-menu.tsx'
import { goTo } from './strip-keys.ts'
import { stopsWithin, type StripModel } from './strip-model.ts'
import { StripTools } from './strip-tools.tsx'
import type { Player } from './use-play.ts'
import type { StripTime } from './use-strip-time.ts'

interface StripHeadProps {
  readonly model: StripModel
  readonly time: StripTime
  /** What of the cluster is recorded, in words. */
  readonly recording: string
  /** Null where nothing is recorded that could be played. */
  readonly player: Player | null
  readonly zones: { readonly isOn: boolean; readonly toggle: () => void }
  readonly listing: { readonly isOpen: boolean; readonly set: (isOpen: boolean) => void }
  /** Where the keys go once the list is closed. */
  readonly onLeave: () => void
}

/** Over the strip: what it counts, what is recorded, the list of changes, and how it is shown. */
export function StripHead({ model, time, recording, player, zones, listing, onLeave }: StripHeadProps) {
  const store = usePlaceStore()
  const { range, span, at, now } = time
  const go = (moment: number) => store[at === null ? 'go' : 'replace'](goTo({ model, now }, moment))
  return (
    <div className="strip-head">
      <h2>Backends ready</h2>
      <span className="strip-recording faint clip" title={recording}>
        {recording}
      </span>
      <ChangesMenu
        stops={stopsWithin(model, span)}
        at={at}
        now={now}
        isOpen={listing.isOpen}
        onOpen={listing.set}
        onGo={go}
        onLeave={onLeave}
      />
      <StripTools
        range={range}
        byZone={zones.isOn}
        hasZones={model.zones.length > 1}
        player={player}
        onRange={next => store.replace({ range: next })}
        onByZone={zones.toggle}
      />
    </div>
  )
}
