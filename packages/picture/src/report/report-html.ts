import { visible } from '@slicescope/view/text'
import type { FindingView } from '@slicescope/view'
import { formatCount } from '../headings.ts'
import type { Outliner } from '../outliner.ts'
import { evidenceWords, MOST_EVIDENCE, moreEvidence } from '../summary.ts'
import { escapeXml, toInlineSvg } from '../svg.ts'
import type { Report, ReportPicture } from './report.ts'
import { REPORT_STYLE } from './report-style.ts'
import type { ReportTable } from './report-tables.ts'

/** A file within the report. */
export interface ReportAttachment {
  /** "data:application/gzip;base64,..." */
  readonly address: string
  readonly name: string
  /** Of the file. */
  readonly bytes: number
}

export interface ReportHtmlOptions {
  readonly outliner: Outliner
  /** The Content-Security-Policy, which must allow REPORT_STYLE and nothing else. */
  readonly policy: string
  /** The recording of the range, or why it is not in the file, in a sentence. */
  readonly recording: ReportAttachment | string
}

/** The report as one file without scripts, which asks for nothing from anywhere; also for paper. */
export function reportHtml(report: Report, { outliner, policy, recording }: ReportHtmlOptions): string {
  const { title, sentence, findings, foundAt, commands, unknown } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${text(plain(sentence))}">
<title>${text(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
${headHtml(report)}
<main>
${section('What it looked like', report.pictures.map((each, at) => pictureHtml(each, { outliner, prefix: `p${at}` })).join('\n'))}
${section('Timeline', timelineHtml(report))}
${section(`Findings at ${text(foundAt)}`, findings.map(findingHtml).join('\n'))}
${section('Before against worst', differenceHtml(report))}
${section('Commands', commands.length === 0 ? '' : `<pre>${commands.map(text).join('\n')}</pre>`)}
${section('Not known', listHtml(unknown.map(text), 'list'))}
${recordingHtml(recording)}
</main>
<footer>${text(report.by)}</footer>
</body>
</html>
`
}

function headHtml({ title, severity, isLoss, parts, when, about, link }: Report): string {
  const lines = [...about.map(text), ...(link === null ? [] : [linkHtml(link, link)])]
  return `<header>
<h1>${text(title)}</h1>
<div class="head${isLoss ? ' loss' : ''}">
<p class="badge">${text(severity)}</p>
<p class="sentence">${coded(parts.head)}</p>
${parts.rest === '' ? '' : `<p class="rest">${coded(parts.rest)}</p>`}
<p class="when">${text(when)}</p>
${listHtml(lines, 'about')}
</div>
</header>`
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<section>\n<h2>${title}</h2>\n${content}\n</section>`
}

function pictureHtml(
  { title, time, counts, link, drawing }: ReportPicture,
  options: { readonly outliner: Outliner; readonly prefix: string },
): string {
  const page = link === null ? '' : `<span class="screen">${linkHtml(link, 'Show on the page')}</span>`
  return `<figure>
<figcaption><b>${text(title)}</b><span class="time">${text(time)}</span><span class="counts">${text(counts)}</span>${page}</figcaption>
${toInlineSvg(drawing, options)}</figure>`
}

function timelineHtml({ events, day }: Report): string {
  if (events.length === 0) return '<p>No changes are recorded.</p>'
  const rows = events.map(({ time, local, kind, text: words }) => {
    const zone = local === '' ? '' : `<span class="local">${text(local)}</span>`
    const clock = text(time.replace(`${day} `, ''))
    return `<tr class="${kind}"><th scope="row" class="when-cell time">${clock}${zone}</th><td>${coded(words)}</td></tr>`
  })
  return `<table>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`
}

function findingHtml(finding: FindingView): string {
  const { code, causeCertainty, title, sentence, evidence, remedy, remedyCommand } = finding
  const shown = evidence.slice(0, MOST_EVIDENCE).map(each => text(evidenceWords(each)))
  const more = moreEvidence(finding).map(text)
  const command = remedyCommand === '' ? '' : `\n<pre>${text(remedyCommand)}</pre>`
  return `<article>
<h3>${text(title)} <span class="code">${text(code)}, ${causeCertainty}</span></h3>
<p>${coded(sentence)}</p>
${listHtml([...shown, ...more], 'evidence')}
${remedy === '' ? '' : `<p><b>What to do:</b> ${coded(remedy)}</p>`}${command}
</article>`
}

function differenceHtml({ difference, tables }: Report): string {
  if (difference === null) return ''
  return `<p>${coded(difference)}</p>\n<div class="tables">\n${tables.map(tableHtml).join('\n')}\n</div>`
}

function tableHtml({ title, heads, numbersFrom, rows, more }: ReportTable): string {
  const kind = (at: number) => (at >= numbersFrom ? ' class="number"' : '')
  const head = heads.map((each, at) => `<th scope="col"${kind(at)}>${text(each)}</th>`).join('')
  const lines = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((each, at) => `<td${kind(at + 1)}>${text(each)}</td>`).join('')
    return `<tr><th scope="row">${text(first)}</th>${cells}</tr>`
  })
  const rest = more === 0 ? '' : `<tr><td colspan="${heads.length}">and ${formatCount(more)} more</td></tr>`
  return `<table>\n<caption>${text(title)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${lines.join('\n')}\n${rest}</tbody>\n</table>`
}

function recordingHtml(recording: ReportAttachment | string): string {
  if (typeof recording === 'string') return section('Recording', `<p>${text(recording)}</p>`)
  const { address, name, bytes } = recording
  const link = `<a href="${escapeXml(address)}" download="${text(name)}">Save ${text(name)}</a>`
  return section(
    'Recording',
    `<p>The HTML file of this report holds the recording of the range (${sizeWords(bytes)}): every moment, with all that the verdict depends on.</p>
<p class="screen">${link}, then open it with Slicescope:</p>
<pre>npm start -- open ${text(name)}</pre>`,
  )
}

function sizeWords(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

function listHtml(items: readonly string[], name: string): string {
  return items.length === 0 ? '' : `<ul class="${name}">${items.map(each => `<li>${each}</li>`).join('')}</ul>`
}

/** Only addresses of pages are links. */
function linkHtml(address: string, words: string): string {
  return /^https?:\/\//.test(address) ? `<a href="${escapeXml(address)}">${text(words)}</a>` : text(words)
}

/** Nothing in it is markup, and nothing hides in it. */
function text(words: string): string {
  return escapeXml(visible(words))
}

function plain(words: string): string {
  return words.replaceAll('`', '')
}

/** What stands between back quotes is code. */
function coded(words: string): string {
  const parts = words.split('`')
  if (parts.length % 2 === 0) return text(words)
  return parts.map((part, at) => (at % 2 === 0 ? text(part) : `<code>${text(part)}</code>`)).join('')
}
