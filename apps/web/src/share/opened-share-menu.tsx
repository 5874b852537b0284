import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useFocusOnce } from '../controls/use-focus-once.ts'
import { ACTION_WORDS, actionOfKey, type ShareAction } from './share-actions.ts'
import { FORMAT_WORDS, PICTURE_FORMATS, type PictureFormat } from './share-formats.ts'
import { ShareWords } from './share-words.tsx'

interface OpenedShareMenuProps {
  readonly isOpen: boolean
  readonly isOpenAtFirst: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly actions: readonly { readonly action: ShareAction; readonly note: string }[]
  readonly onAction: (action: ShareAction) => void
  /** Null where there is nothing to compare with. */
  readonly onCompare: (() => void) | null
  readonly format: PictureFormat
  readonly onFormat: (format: PictureFormat) => void
}

const COMPARE_KEY = 'b'

/** The share menu once it was opened: actions, each with its key, and the picture's format. */
export function OpenedShareMenu({
  isOpen,
  isOpenAtFirst,
  onOpen,
  actions,
  onAction,
  onCompare,
  format,
  onFormat,
}: OpenedShareMenuProps) {
  const focusFirst = useFocusOnce(isOpenAtFirst)
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={onOpen}>
      <DropdownMenu.Trigger className="choice share" aria-label="Share" title="Share (s)">
        <ShareWords />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu share-menu"
          align="end"
          sideOffset={4}
          onKeyDown={event => {
            if (event.ctrlKey || event.metaKey || event.altKey) return
            if (event.key === COMPARE_KEY) onCompare?.()
            const action = actionOfKey(event.key)
            if (!actions.some(each => each.action === action) || action === undefined) return
            event.preventDefault()
            onAction(action)
          }}
        >
          {actions.map(({ action, note }, index) => (
            <DropdownMenu.Item
              ref={index === 0 ? focusFirst : null}
              key={action}
              className="menu-item"
              onSelect={() => onAction(action)}
            >
              <span className="clip">{ACTION_WORDS[action].label}</span>
              {note !== '' && <span className="faint">{note}</span>}
              <kbd>{ACTION_WORDS[action].key}</kbd>
            </DropdownMenu.Item>
          ))}
          {onCompare !== null && (
            <DropdownMenu.Item className="menu-item" onSelect={onCompare}>
              <span className="clip">Compare with before it broke</span>
              <kbd>{COMPARE_KEY}</kbd>
            </DropdownMenu.Item>
          )}
          <FormatChoice format={format} onFormat={onFormat} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface FormatChoiceProps {
  readonly format: PictureFormat
  readonly onFormat: (format: PictureFormat) => void
}

/** How pictures are drawn that are taken from here. */
function FormatChoice({ format, onFormat }: FormatChoiceProps) {
  return (
    <>
      <DropdownMenu.Separator className="menu-rule" />
      <DropdownMenu.Label className="menu-label">Picture</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={format}>
        {PICTURE_FORMATS.map(each => (
          <DropdownMenu.RadioItem
            key={each}
            value={each}
            className="menu-item"
            onSelect={event => {
              event.preventDefault()
              onFormat(each)
            }}
          >
            <span className="menu-check">
              <DropdownMenu.ItemIndicator>
                <Check size={13} aria-hidden />
              </DropdownMenu.ItemIndicator>
            </span>
            {FORMAT_WORDS[each].label}
            <span className="faint">{FORMAT_WORDS[each].note}</span>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  )
}
