import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type OpenedMoreTabsProps, MoreWords, TAB_WORDS } from './tab-words.tsx'

/** The tabs that have no place in the row. */
export function OpenedMoreTabs({ tab, tabs, onChoose, isOpenAtFirst }: OpenedMoreTabsProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger className="more-tabs" title="More">
        <MoreWords />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.RadioGroup value={tab} onValueChange={onChoose}>
            {tabs.map(each => (
              <DropdownMenu.RadioItem key={each} value={each} className="menu-item">
                <span className="menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </DropdownMenu.ItemIndicator>
                </span>
                {TAB_WORDS[each]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
