interface Sheet {
  readonly states: readonly string[]
  readonly themes: readonly string[]
  /** As `1280x720`. */
  readonly sizes: readonly string[]
}

/** A page that shows all pictures beside it: a row for each state and theme, a column for each size. */
export function contactSheet({ states, themes, sizes }: Sheet): string {
  const head = sizes.map(size => `<th>${size}</th>`).join('')
  const rows = states.flatMap(state =>
    themes.map(theme => {
      const cells = sizes.map(size => `<td><img height="400" src="${state}-${theme}-${size}.png" alt=""></td>`)
      return `<tr><th>${state}<br>${theme}</th>${cells.join('')}</tr>`
    }),
  )
  return `<!doctype html>
<meta charset="utf-8">
<title>Slicescope: contact sheet</title>
<style>body { background: #808080; font: 14px sans-serif } td, th { padding: 6px; text-align: left } img { display: block }</style>
<table><tr><th></th>${head}</tr>${rows.join('\n')}</table>
`
}
