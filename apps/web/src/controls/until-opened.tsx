import { type ReactNode, Suspense, useState } from 'react'
import { useHasLater } from './later.tsx'

interface ClosedProps {
  readonly type: 'button'
  readonly 'aria-haspopup': 'menu' | 'dialog'
  readonly 'aria-expanded': false
  readonly onClick: () => void
  readonly onKeyDown: (event: { readonly key: string }) => void
}

interface UntilOpenedProps {
  readonly kind?: 'menu' | 'dialog'
  /** Also opens it, as a key does. */
  readonly isWanted?: boolean
  readonly onOpen?: () => void
  /** The button while the menu's code is not there, of these attributes. */
  readonly renderButton: (props: ClosedProps) => ReactNode
  /** The button and its menu, which is open at first where that was asked for. */
  readonly children: (isOpen: boolean) => ReactNode
}

/** A button that stands for a menu until the code of menus is there, or the menu is opened: it comes after the picture. */
export function UntilOpened({ kind = 'menu', isWanted = false, onOpen, renderButton, children }: UntilOpenedProps) {
  const hasLater = useHasLater()
  const [isOpened, setOpened] = useState(false)
  if (isWanted && !isOpened) setOpened(true)
  const open = () => {
    setOpened(true)
    onOpen?.()
  }
  const closed = renderButton({
    type: 'button',
    'aria-haspopup': kind,
    'aria-expanded': false,
    onClick: open,
    onKeyDown: ({ key }) => key === 'ArrowDown' && open(),
  })
  return isOpened || hasLater ? <Suspense fallback={closed}>{children(isOpened)}</Suspense> : closed
}
