import type { FindingView } from '@slicescope/view'
import { commandBlock, escapeMarkdown, markdownLink, markSentence } from '../markdown-text.ts'
import { evidenceWords, MOST_EVIDENCE, moreEvidence } from '../summary.ts'
import type { Report } from './report.ts'
import type { ReportTable } from './report-tables.ts'

/** The report for a postmortem or a ticket. What comes from the cluster stays text: it opens no link, no table and no HTML. */
export function reportMarkdown(report: Report): string {
  const lines = [
    `# ${escapeMarkdown(report.title)}`,
    '',
    `> **${escapeMarkdown(report.severity)}** ${markSentence(report.sentence)}`,
    '',
    escapeMarkdown(report.when),
    '',
    ...report.about.map(each => `- ${escapeMarkdown(each)}`),
    ...(report.link === null ? [] : [`- ${markdownLink(report.link)}`]),
    ...section('At a glance', momentLines(report)),
    ...section(
      'Timeline',
      report.events.map(({ time, local, text }) => {
        const when = local === '' ? time : `${time} (${local})`
        return `- ${when === '' ? '' : `${escapeMarkdown(when)}: `}${markSentence(text)}`
      }),
    ),
    ...section(`Findings at ${escapeMarkdown(report.foundAt)}`, report.findings.flatMap(findingLines)),
    ...section('Before against worst', [
      ...(report.difference === null ? [] : [markSentence(report.difference)]),
      ...report.tables.flatMap(tableLines),
    ]),
    ...section('Commands', commandBlock(report.commands)),
    ...section(
      'Not known',
      report.unknown.map(each => `- ${escapeMarkdown(each)}`),
    ),
    '',
    `_${escapeMarkdown(report.by)}_`,
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
}

function momentLines({ pictures }: Report): readonly string[] {
  const links = pictures.some(({ link }) => link !== null)
  const heads = ['', 'time', 'backends', 'verdict', ...(links ? ['page'] : [])]
  const rows = pictures.map(({ title, time, counts, sentence, link }) => [
    ...[title, time, counts, sentence].map(cell),
    ...(links ? [link === null ? '' : markdownLink(link)] : []),
  ])
  return gridLines({ heads, numbersFrom: heads.length }, rows)
}

function findingLines(finding: FindingView, index: number): readonly string[] {
  const { code, causeCertainty, title, sentence, evidence, remedy } = finding
  return [
    `${index + 1}. ${code} (${causeCertainty}) ${escapeMarkdown(title)}: ${markSentence(sentence)}`,
    ...evidence.slice(0, MOST_EVIDENCE).map(each => `   - ${escapeMarkdown(evidenceWords(each))}`),
    ...moreEvidence(finding).map(words => `   - ${words}`),
    ...(remedy === '' ? [] : [`   - What to do: ${markSentence(remedy)}`]),
  ]
}

function tableLines({ title, rows, more, ...columns }: ReportTable): readonly string[] {
  const cells = rows.map(row => row.map(cell))
  return ['', `**${title}**`, '', ...gridLines(columns, cells), ...(more === 0 ? [] : ['', `and ${more} more`])]
}

function gridLines(
  { heads, numbersFrom }: Pick<ReportTable, 'heads' | 'numbersFrom'>,
  rows: readonly (readonly string[])[],
): readonly string[] {
  const rule = heads.map((_head, at) => (at >= numbersFrom ? '--:' : '---'))
  return [rowLine(heads), rowLine(rule), ...rows.map(rowLine)]
}

function rowLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Without code marks: a pipe between back quotes would still end the cell. */
function cell(text: string): string {
  return escapeMarkdown(text.replaceAll('`', ''))
}
