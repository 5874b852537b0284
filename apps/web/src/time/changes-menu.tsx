import { List } from 'lucide-react'
import { formatCount, plural } from '@slicescope/picture'
import { DropdownMenu } from 'radix-ui'
import { Coded } from '../controls/coded.tsx'
import { useFocusOnce } from '../controls/use-focus-once.ts'
import { toTime } from '../words/ages.ts'
import { localMoment, momentTitle } from '../words/local-times.ts'
import type { Stop } from './strip-model.ts'

interface ChangesMenuProps {
  /** What the strip marks, the oldest first. */
  readonly stops: readonly Stop[]
  /** The moment shown, ms; null for now. */
  readonly at: number | null
  readonly now: number
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly onGo: (at: number) => void
  /** Where the keys go once it is closed. */
  readonly onLeave: () => void
}

/** More is no list to read; the range is made shorter. */
const MOST = 200

/** All that the strip marks as a list, the newest first, opened at the moment shown. A row leads to its moment. */
export function ChangesMenu({ stops, at, now, isOpen, onOpen, onGo, onLeave }: ChangesMenuProps) {
  // While it is closed there is nothing to write, and the strip comes by at each step of playing.
  const shown = isOpen ? stops.toReversed().slice(0, MOST) : []
  const current = Math.max(
    0,
    shown.findIndex(stop => stop.at === at),
  )
  const focusRow = useFocusOnce(isOpen)
  const words = plural(stops.length, 'change')
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={onOpen}>
      <DropdownMenu.Trigger
        className="strip-tool strip-changes"
        tabIndex={-1}
        disabled={stops.length === 0}
        title="List what happened in this range (c)"
        aria-label={`${words} in this range`}
      >
        <List size={12} aria-hidden /> {formatCount(stops.length)}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu changes-menu"
          aria-label="What happened in this range"
          align="end"
          side="top"
          sideOffset={6}
          onCloseAutoFocus={event => {
            event.preventDefault()
            onLeave()
          }}
        >
          {shown.map((stop, index) => (
            <DropdownMenu.Item
              ref={index === current ? focusRow : null}
              key={`${stop.kind} ${stop.at} ${stop.text}`}
              className="menu-item"
              data-kind={stop.kind}
              data-shown={stop.at === at}
              textValue={stop.text}
              onSelect={() => onGo(stop.at)}
            >
              <StopGlyph kind={stop.kind} isNamed={stop.change?.inVerdict === true} />
              <time dateTime={toTime(stop.at)} title={momentTitle(toTime(stop.at))}>
                {localMoment(toTime(stop.at), now)}
              </time>
              <span>
                <Coded text={stop.text} />
              </span>
            </DropdownMenu.Item>
          ))}
          {stops.length > MOST && (
            <DropdownMenu.Label className="menu-label">
              and {formatCount(stops.length - MOST)} older: show less time to list them
            </DropdownMenu.Label>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** As the strip draws it: an onset points down, what is over is a ring, a change is a diamond. */
function StopGlyph({ kind, isNamed }: { readonly kind: Stop['kind']; readonly isNamed: boolean }) {
  return (
    <svg
      className="stop-glyph"
      data-kind={kind}
      data-named={isNamed}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden
    >
      {kind === 'onset' && <path d="M1.5 2h9L6 10.5z" />}
      {kind === 'recovered' && <circle cx="6" cy="6" r="3.8" />}
      {kind === 'change' && <path d="M6 1.5 10.5 6 6 10.5 1.5 6z" />}
    </svg>
  )
}
