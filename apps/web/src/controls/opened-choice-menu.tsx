import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type OpenedChoiceMenuProps, ChoiceWords } from './choice-words.tsx'

/** A choice menu. Not modal: a modal one would write styles that the CSP forbids. */
export function OpenedChoiceMenu({ label, shown, value, choices, onChoose, isOpenAtFirst }: OpenedChoiceMenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger className="choice">
        <ChoiceWords label={label} shown={shown} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
            {choices.map(choice => (
              <DropdownMenu.RadioItem key={choice.value} value={choice.value} className="menu-item">
                <span className="menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span className="clip">{choice.label}</span>
                {choice.note !== undefined && <span className="faint">{choice.note}</span>}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
