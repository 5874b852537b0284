import { ChevronDown } from 'lucide-react'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly note?: string
}

export interface ChoiceMenuProps {
  readonly label: string
  readonly shown: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChoose: (value: string) => void
}

export interface OpenedChoiceMenuProps extends ChoiceMenuProps {
  readonly isOpenAtFirst: boolean
}

/** What the button of a choice menu says. */
export function ChoiceWords({ label, shown }: Pick<ChoiceMenuProps, 'label' | 'shown'>) {
  return (
    <>
      <span className="faint">{label}</span> <b className="clip">{shown}</b>
      <ChevronDown size={14} aria-hidden />
    </>
  )
}
