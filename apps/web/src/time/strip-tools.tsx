import { Pause, Play, Rows3 } from 'lucide-react'
import { RANGES, type Range } from '../url/place.ts'
import { RANGE_WORDS } from './strip-span.ts'
import type { Player } from './use-play.ts'

interface StripToolsProps {
  readonly range: Range
  readonly byZone: boolean
  readonly hasZones: boolean
  /** Null where nothing is recorded that could be played. */
  readonly player: Player | null
  readonly onRange: (range: Range) => void
  readonly onByZone: () => void
}

/** How much time is shown, and whether by zone. The strip is one Tab stop: its keys do the same. */
export function StripTools({ range, byZone, hasZones, player, onRange, onByZone }: StripToolsProps) {
  return (
    <div className="strip-tools">
      {player !== null && (
        <span className="strip-player">
          <button
            type="button"
            tabIndex={-1}
            className="strip-tool"
            aria-label={player.isPlaying ? 'Pause' : 'Play'}
            title={
              player.isPlaying
                ? 'Pause (Space)'
                : 'Play from the moment shown, or from where the last loss began (Space)'
            }
            onClick={player.toggle}
          >
            {player.isPlaying ? <Pause size={12} aria-hidden /> : <Play size={12} aria-hidden />}
          </button>
          <button
            type="button"
            tabIndex={-1}
            className="strip-tool"
            aria-label={`Speed ${player.speed}x`}
            title="How fast it plays (x)"
            onClick={player.faster}
          >
            {player.speed}x
          </button>
        </span>
      )}
      {hasZones && (
        <button
          type="button"
          tabIndex={-1}
          className="strip-tool"
          aria-pressed={byZone}
          title="A line for each zone (z)"
          onClick={onByZone}
        >
          <Rows3 size={12} aria-hidden /> zones
        </button>
      )}
      <div className="strip-ranges" role="group" aria-label="Range">
        {RANGES.map(each => (
          <button
            key={each}
            type="button"
            tabIndex={-1}
            aria-pressed={each === range}
            title={`Show ${RANGE_WORDS[each]} (+ and -)`}
            onClick={() => onRange(each)}
          >
            {each}
          </button>
        ))}
      </div>
    </div>
  )
}
