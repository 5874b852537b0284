import { Pause, Play, Rows3 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Player } from './use-play.ts'

interface StripToolsProps {
  readonly byZone: boolean
  readonly hasZones: boolean
  /** Null where nothing is recorded that could be played. */
  readonly player: Player | null
  readonly onByZone: () => void
  readonly ranges: ReactNode
}

/** How much time is shown, and whether by zone. The strip is one Tab stop: its keys do the same. */
export function StripTools({ byZone, hasZones, player, onByZone, ranges }: StripToolsProps) {
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
      {ranges}
    </div>
  )
}
