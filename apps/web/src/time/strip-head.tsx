import { usePlaceStore } from '../state/stores.ts'
import { ChangesMenu } from './changes-menu.tsx'
import { RangeChoice } from './range-choice.tsx'
import { goTo } from './strip-keys.ts'
import { stopsWithin, type StripModel } from './strip-model.ts'
import { StripTools } from './strip-tools.tsx'
import type { Player } from './use-play.ts'
import type { StripTime } from './use-strip-time.ts'

export type StripPart = 'changes' | 'range'

interface StripHeadProps {
  readonly model: StripModel
  readonly time: StripTime
  /** What of the cluster is recorded, in words. */
  readonly recording: string
  /** Null where nothing is recorded that could be played. */
  readonly player: Player | null
  readonly zones: { readonly isOn: boolean; readonly toggle: () => void }
  /** What of it is open: the list of changes, or the field of a range. */
  readonly open: StripPart | null
  readonly onOpen: (part: StripPart | null) => void
  /** Where the keys go once that is closed. */
  readonly onLeave: () => void
}

/** Over the strip: what it counts, what is recorded, the list of changes, and how it is shown. */
export function StripHead({ model, time, recording, player, zones, open, onOpen, onLeave }: StripHeadProps) {
  const store = usePlaceStore()
  const { span, at, now } = time
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
        isOpen={open === 'changes'}
        onOpen={isOpen => onOpen(isOpen ? 'changes' : null)}
        onGo={go}
        onLeave={onLeave}
      />
      <StripTools
        byZone={zones.isOn}
        hasZones={model.zones.length > 1}
        player={player}
        onByZone={zones.toggle}
        ranges={
          <RangeChoice
            time={time}
            isTyping={open === 'range'}
            onTyping={isTyping => onOpen(isTyping ? 'range' : null)}
            onLeave={onLeave}
          />
        }
      />
    </div>
  )
}
