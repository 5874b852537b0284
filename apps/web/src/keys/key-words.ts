/** Every key, as the help shows them. */
export const KEY_GROUPS: readonly {
  readonly title: string
  readonly keys: readonly (readonly [keys: string, does: string])[]
}[] = [
  {
    title: 'Anywhere',
    keys: [
      [': or Ctrl K', 'search everything, run commands'],
      ['/', 'filter the list; Enter opens the first match'],
      ['g o', 'overview of the cluster'],
      ['s', 'share: link, picture, Markdown'],
      ['t', 'graph or table'],
      ['b, B', 'next, previous Service that needs attention'],
      ['n, N', 'next, previous lost backend'],
      ['w', 'Why: the findings'],
      ['Esc', 'leave what is open; return to live'],
      ['[, ]', 'to where a loss began'],
      ['?', 'these keys'],
    ],
  },
  {
    title: 'What is selected, for the terminal',
    keys: [
      ['d', 'copy kubectl describe'],
      ['y', 'copy kubectl get -o yaml'],
      ['l', 'copy kubectl logs'],
    ],
  },
  {
    title: 'List and table',
    keys: [
      ['j, k or arrows', 'down, up'],
      ['g, G', 'first, last'],
      ['Enter', 'open'],
    ],
  },
  {
    title: 'Picture',
    keys: [
      ['arrows', 'from box to box'],
      ['Enter', 'choose; enter a zone'],
      ['o', 'name all backends of a zone'],
      ['+, -', 'zoom'],
    ],
  },
  {
    title: 'Time strip',
    keys: [
      ['left, right', 'from change to change'],
      ['Shift + arrows', 'compare two moments'],
      ['Shift + End', 'compare with now'],
      ['Space, x', 'play or pause, change the speed'],
      ['Home, End', 'first moment, now'],
      ['+, -', 'less, more time'],
      ['r', 'type a range'],
      ['z', 'by zone'],
      ['c', 'list of changes'],
    ],
  },
]
