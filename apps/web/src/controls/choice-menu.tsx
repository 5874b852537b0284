import { Check, ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'

interface Choice {
  readonly value: string
  readonly label: string
  readonly note?: string
}

interface ChoiceMenuProps {
  readonly label: string
  readonly shown: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChoose: (value: string) => void
}

/** A word in the top bar that can be changed. Not modal: a modal one would write styles that the CSP forbids. */
export function ChoiceMenu({ label, shown, value, choices, onChoose }: ChoiceMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="choice">
        <span className="faint">{label}</span> <b className="clip">{shown}</b>
        <ChevronDown size={14} aria-hidden />
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
