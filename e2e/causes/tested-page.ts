import { CAUSES } from './all-causes.ts'
import { NOT_MADE } from './not-made.ts'
import { STOPPED_CAUSES } from './stopped-causes.ts'
import { WATCHED_CAUSES } from './watched-causes.ts'

const PLANTED = [
  { causes: CAUSES, how: '' },
  { causes: WATCHED_CAUSES, how: ' (while Slicescope watches)' },
  { causes: STOPPED_CAUSES, how: ' (controllers stopped)' },
]

/** The names of the causes by which a code is made, none where it is not. */
export function namesOf(code: string): readonly string[] {
  return PLANTED.flatMap(({ causes, how }) =>
    causes.filter(cause => cause.code === code).map(({ name }) => `${name}${how}`),
  )
}

/** docs/findings/tested.md: which of the codes are made on a real Kubernetes. */
export function testedPage(codes: readonly string[]): string {
  const made = codes.filter(code => namesOf(code).length > 0)
  const linked = (code: string) => (codes.includes(code) ? `[${code}](${code}.md)` : code)
  return `# Which findings are made on a real Kubernetes

Written by \`e2e/tests/finding-pages.test.ts\` from what \`e2e/tests/causes.control-plane.test.ts\` plants: change the causes and
run it with \`-u\`.

Each is made through the API of a real control plane (etcd, kube-apiserver, the controllers and the scheduler of 1.37; pods are
run by a simulated kubelet, or carry the status that a kubelet would write), in a namespace of its own. Its finding must stand
first with its grade, or in the list where another cause is surer; nothing that is not so may be told beside it as proven or
likely; and its command, run by kubectl of the same version, must print what it claims to show.

${tableOf(
  ['code', 'made by'],
  made.map(code => [linked(code), namesOf(code).join(', ')]),
)}

Not made there:

${tableOf(
  ['code', 'why'],
  Object.entries(NOT_MADE).map(([code, why]) => [linked(code), why]),
)}
`
}

/** As the formatter of this repository writes it. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map(row => row[at]?.length ?? 0)))
  const lines = [head, widths.map(width => '-'.repeat(width)), ...rows]
  return lines.map(row => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`).join('\n')
}
