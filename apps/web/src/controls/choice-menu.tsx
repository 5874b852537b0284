import { type ChoiceMenuProps, ChoiceWords } from './choice-words.tsx'
import { later } from './later.tsx'
import { UntilOpened } from './until-opened.tsx'

const OpenedChoiceMenu = later(async () => (await import('./opened-choice-menu.tsx')).OpenedChoiceMenu)

/** A word in the top bar that can be changed. */
export function ChoiceMenu(props: ChoiceMenuProps) {
  return (
    <UntilOpened
      renderButton={attributes => (
        <button {...attributes} className="choice">
          <ChoiceWords label={props.label} shown={props.shown} />
        </button>
      )}
    >
      {isOpen => <OpenedChoiceMenu {...props} isOpenAtFirst={isOpen} />}
    </UntilOpened>
  )
}
