import type { FindingView, ServiceView } from '@slicescope/view'
import { type Caption, countWords, freshnessWords, missingWords, severityWord } from './caption-words.ts'
import { formatCount } from './headings.ts'
import { formatBoth, formatUtcSpan } from './local-time.ts'
import { commandBlock, escapeMarkdown, markdownLink, markSentence, oneLine } from './markdown-text.ts'

/** A summary's parts in plain words; both renderings are made of it. */
export interface Summary {
  readonly title: string
  readonly sentence: string
  /** Lines of when, where and how fresh. */
  readonly about: readonly string[]
  /** Null where the page opens only on this machine. */
  readonly link: string | null
  readonly counts: string
  readonly zones: readonly { readonly name: string; readonly ready: number; readonly total: number }[]
  readonly findings: readonly FindingView[]
  readonly changes: readonly { readonly time: string; readonly text: string }[]
  /** That nothing changed before the loss; null where something did, or it is not known. */
  readonly unchanged: string | null
  readonly commands: readonly string[]
  readonly unknown: readonly string[]
  readonly by: string
}

/** What goes into a postmortem: `commands` beside those of the findings. */
export function summarize(view: ServiceView, caption: Caption, commands: readonly string[]): Summary {
  const { service, verdict, freshness } = view
  const { asOf, cluster, timeZone, link, version, position } = caption
  const since = verdict.since === null ? null : sinceLine(verdict.since, timeZone)
  const ages = freshnessWords(freshness, asOf)
  return {
    title: `${service.namespace}/${service.name}: ${severityWord(view).toLowerCase()}`,
    sentence: verdict.sentence,
    about: [
      `As of ${formatBoth(asOf, timeZone)}, cluster ${cluster}`,
      ...(since === null ? [] : [since]),
      [freshness.marks.join(', '), ages].filter(each => each !== '').join(', '),
    ],
    link,
    counts: countWords(view),
    zones: view.zones.map(({ zone, ready, total }) => ({ name: zone ?? '(no zone)', ready, total })),
    findings: view.findings,
    changes: view.changes.map(({ time, until, text }) => ({ time: formatUtcSpan(time, until), text })),
    unchanged:
      view.unchangedBefore === null
        ? null
        : `Nothing changed in the 10 minutes before the loss at ${formatBoth(view.unchangedBefore, timeZone)}`,
    commands: [...new Set([...commands, ...view.findings.map(({ kubectl }) => kubectl)])].filter(each => each !== ''),
    unknown: unknownLines(view),
    by: `Slicescope${version === null ? '' : ` ${version}`}${position === null ? '' : `, position ${position}`}`,
  }
}

function sinceLine({ time, basis }: NonNullable<ServiceView['verdict']['since']>, timeZone: string | null): string {
  const moment = formatBoth(time, timeZone)
  switch (basis) {
    case 'object':
    case 'recorded':
      return `Since ${moment}`
    case 'watching':
      return `Already so at ${moment}, when watching began`
    case 'before':
      return `Since before ${moment}, when the recording begins`
    default:
      return basis satisfies never
  }
}

function unknownLines({ freshness, cannotTell }: ServiceView): readonly string[] {
  const missing = missingWords(freshness)
  const questions = cannotTell.map(({ title, missing: needs }) => {
    const what = needs.map(({ resource, namespace, reason }) =>
      namespace === null ? `${resource} ${reason}` : `${resource} in ${namespace} ${reason}`,
    )
    return `${title}: cannot tell (${what.join(', ')})`
  })
  return [...(missing === '' ? [] : [missing]), ...questions]
}

/** For a chat or a ticket without markup: words between back quotes lose them. */
export function summaryText(summary: Summary): string {
  const lines = [
    plain(summary.sentence),
    '',
    plain(summary.title),
    ...summary.about.map(plain),
    ...(summary.link === null ? [] : [oneLine(summary.link)]),
    plain(summary.counts),
    ...summary.zones.map(({ name, ready, total }) => `  ${plain(name)}: ${countOf(ready, total)}`),
    ...textSection(
      'Findings',
      summary.findings.flatMap(finding => [
        `- ${finding.code} (${finding.causeCertainty}) ${plain(finding.title)}: ${plain(finding.sentence)}`,
        ...finding.evidence.slice(0, MOST_EVIDENCE).map(each => `    ${plain(evidenceWords(each))}`),
        ...moreEvidence(finding).map(words => `    ${words}`),
      ]),
    ),
    ...textSection('What changed', changeLines(summary, plain)),
    ...textSection(
      'Commands',
      summary.commands.map(each => `  ${oneLine(each)}`),
    ),
    ...textSection(
      'Not known',
      summary.unknown.map(each => `- ${plain(each)}`),
    ),
    '',
    summary.by,
  ]
  return `${lines.join('\n')}\n`
}

function changeLines({ changes, unchanged }: Summary, write: (text: string) => string): readonly string[] {
  const lines = changes.map(({ time, text }) => `- ${time} ${write(text)}`)
  return unchanged === null ? lines : [`- ${unchanged}`, ...lines]
}

function textSection(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines]
}

function markdownSection(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, '', ...lines]
}

function plain(words: string): string {
  return oneLine(words).replaceAll('`', '')
}

/** For a postmortem. What comes from the cluster stays text: it opens no link, no table and no HTML. */
export function summaryMarkdown(summary: Summary): string {
  const lines = [
    `### ${escapeMarkdown(summary.title)}`,
    '',
    `> ${markSentence(summary.sentence)}`,
    '',
    ...summary.about.map(each => `- ${escapeMarkdown(each)}`),
    ...(summary.link === null ? [] : [`- ${markdownLink(summary.link)}`]),
    `- ${escapeMarkdown(summary.counts)}`,
    ...(summary.zones.length === 0 ? [] : ['', '| zone | ready | total |', '|---|--:|--:|']),
    ...summary.zones.map(
      ({ name, ready, total }) => `| ${escapeMarkdown(name)} | ${formatCount(ready)} | ${formatCount(total)} |`,
    ),
    ...markdownSection(
      'Findings',
      summary.findings.flatMap((finding, index) => [
        `${index + 1}. ${finding.code} (${finding.causeCertainty}) ${escapeMarkdown(finding.title)}: ${markSentence(finding.sentence)}`,
        ...finding.evidence.slice(0, MOST_EVIDENCE).map(each => `   - ${escapeMarkdown(evidenceWords(each))}`),
        ...moreEvidence(finding).map(words => `   - ${words}`),
      ]),
    ),
    ...markdownSection('What changed', changeLines(summary, markSentence)),
    ...markdownSection('Commands', commandBlock(summary.commands)),
    ...markdownSection(
      'Not known',
      summary.unknown.map(each => `- ${escapeMarkdown(each)}`),
    ),
    '',
    `_${escapeMarkdown(summary.by)}_`,
  ]
  return `${lines.join('\n')}\n`
}

/** More are in the page; a postmortem names the first. */
export const MOST_EVIDENCE = 5

export function moreEvidence({ evidence }: FindingView): readonly string[] {
  return evidence.length > MOST_EVIDENCE ? [`and ${formatCount(evidence.length - MOST_EVIDENCE)} more`] : []
}

function countOf(ready: number, total: number): string {
  return `${formatCount(ready)} of ${formatCount(total)} ready`
}

/** "Pod shop/web-1: spec.nodeName is n1, expected n2" */
export function evidenceWords({ object, field, found, expected }: FindingView['evidence'][number]): string {
  const where = object.namespace === null ? object.name : `${object.namespace}/${object.name}`
  return `${object.kind} ${where}: ${field} is ${found === '' ? 'empty' : found}${expected === '' ? '' : `, expected ${expected}`}`
}
