import type { ServiceView } from '../schema/service-view.ts'
import { ShopStory } from './shop-story.ts'

interface Run {
  readonly seed: number
  readonly steps: number
  /** A planted bug: what is shown in place of a view; `before` is the last one. */
  readonly tamper?: (view: ServiceView, before: ServiceView) => ServiceView
}

/** Law L9: every number in a sentence is a value of the same view. Answers with the first that is not, seed and step included, or null. */
export function findWrongNumber({ seed, steps, tamper }: Run): string | null {
  const story = new ShopStory(seed)
  let before = story.step()
  for (let step = 1; step <= steps; step += 1) {
    const view = story.step()
    const [wrong] = wrongNumbers(tamper?.(view, before) ?? view)
    if (wrong !== undefined) return `seed ${seed}, step ${step}: ${wrong}`
    before = view
  }
  return null
}

/** Each number that is wrong, with its sentence. */
export function wrongNumbers(view: ServiceView): readonly string[] {
  const { verdict, findings } = view
  const told = [verdict.sentence, ...findings.map(({ sentence }) => sentence)]
  const wrong = [
    ...verdict.numbers.flatMap(number => wrongValue(number, view)),
    ...(isOfCounts(view) ? unaccounted(view) : []),
    ...told.flatMap(sentence => wrongWords(sentence, view)),
  ]
  return wrong.map(each => `${each} in "${verdict.sentence}"`)
}

interface NumberOf {
  readonly of: string
  readonly value: number
}

function wrongValue({ of, value }: NumberOf, view: ServiceView): readonly string[] {
  const known = valueOf(of, view)
  const wrong = known === value ? [] : [`${of} is ${known ?? 'no value'}, told as ${value}`]
  const isTold = view.verdict.sentence.includes(textOf(value)) || value <= 2
  return isTold ? wrong : [...wrong, `${of} ${value} is not told`]
}

/** Thousands with a comma. */
function textOf(value: number): string {
  return value.toLocaleString('en-US')
}

function valueOf(of: string, view: ServiceView): number | null {
  const { ready, total, starting, unknown } = view
  const [head = '', ...rest] = of.split('.')
  const name = rest.join('.')
  if (of === 'lost') return (total ?? 0) - (ready ?? 0) - (starting ?? 0) - (unknown ?? 0)
  if (of === 'zones') return view.zones.filter(zone => zone.zone !== null && zone.total > 0).length
  if (of === 'published') return view.backends.filter(backend => backend.published && !backend.ready).length
  if (of === 'causes' || of === 'explains' || of === 'where.of') return askedOf(of, view)
  if (head === 'loss' && name.startsWith('zones.'))
    return view.loss?.zones.find(({ zone }) => zone === name.slice('zones.'.length))?.lost ?? null
  if (head === 'loss') return numberIn(view.loss, name)
  if (head === 'recovered') return numberIn(view.recovered?.was, name.replace(/^was\./, ''))
  const zone = /^(.*)\.total$/.exec(name)?.[1]
  if (head === 'zones') return view.zones.find(each => each.zone === zone)?.total ?? null
  return numberIn(view, of)
}

/** What has no field of its own: as many as it says must be there. */
function askedOf(of: string, view: ServiceView): number | null {
  const told = view.verdict.numbers.find(number => number.of === of)?.value ?? -1
  if (of === 'causes') return told < view.findings.length ? told : null
  if (of === 'explains') return view.findings.some(({ explains }) => explains >= told) ? told : null
  const places = [
    ...Map.groupBy(view.backends, ({ zone }) => zone),
    ...Map.groupBy(view.backends, ({ nodeName }) => nodeName),
  ]
  const living = places.map(([, own]) => own.filter(({ state }) => !state.endsWith('terminating')).length)
  return living.includes(told) || told <= view.backends.length ? told : null
}

function numberIn(object: unknown, field: string): number | null {
  const found = Object.entries(object ?? {}).find(([name]) => name === field)?.[1]
  return typeof found === 'number' ? found : null
}

/** Counts alone make the sentence: then each of its numbers is given beside it. */
function isOfCounts({ verdict, findings }: ServiceView): boolean {
  return (
    verdict.causeCertainty === null &&
    !findings.some(({ lead }) => lead === verdict.lead) &&
    verdict.lead !== 'Recovered'
  )
}

function unaccounted({ verdict, slices }: ServiceView): readonly string[] {
  const known = new Set(verdict.numbers.map(({ value }) => textOf(value)))
  const bare = verdict.sentence
    .replaceAll(/\d\d:\d\d:\d\d UTC/g, '')
    .replaceAll(/\([^)]*\)|port \S+|\S*[a-z]\S*\d\S*/g, '')
  const numbers = slices.length === 0 ? [] : (bare.match(/\d[\d,]*\d|\d/g) ?? [])
  return numbers.filter(text => !known.has(text)).map(text => `${text} is no number of it`)
}

/** What a reader takes a sentence to say, whatever stands beside it. */
function wrongWords(sentence: string, view: ServiceView): readonly string[] {
  const { ready, total, wanted, absent, zones } = view
  const all = [total, wanted, (total ?? 0) + (absent ?? 0), view.loss?.of]
  const wrong: string[] = []
  for (const [text, n, of] of sentence.matchAll(/(\d[\d,]*|none) of (\d[\d,]*) still ready/g)) {
    if (toNumber(n) !== ready || !all.includes(toNumber(of))) wrong.push(`"${text}" where ${ready} of ${total} are`)
  }
  for (const [text, n, of, zone] of sentence.matchAll(/(\d[\d,]*) of (\d[\d,]*) backends in (\S+) not ready/g)) {
    const known = zones.find(each => each.zone === zone)
    const lost = known === undefined ? null : known.total - known.ready - known.starting
    const isLess = sentence !== view.verdict.sentence && toNumber(n) < (lost ?? 0)
    if ((lost !== toNumber(n) && !isLess) || known?.total !== toNumber(of)) wrong.push(`"${text}" where ${lost} are`)
  }
  for (const [text, places = '', n] of sentence.matchAll(/(?:^|: |\. )([^:.]+?) lost all (\d[\d,]*) backends/g)) {
    const hit = zones.filter(({ zone }) => zone !== null && places.split(/,? and (?:zone )?|, /).includes(zone))
    const lost = hit.reduce((sum, { total: own }) => sum + own, 0)
    const gone = view.loss?.zones.find(({ zone }) => zone === places)?.lost
    if (!places.endsWith(' had') && hit.length > 0 && lost !== toNumber(n) && gone !== toNumber(n))
      wrong.push(`"${text}" where it had ${lost}`)
  }
  // Names and times have what a number has not.
  if (/(?<![\w.:-])\d{4,}(?![\w.:-])/.test(sentence)) wrong.push(`no comma in "${sentence}"`)
  return wrong
}

function toNumber(text: string | undefined): number {
  return text === 'none' ? 0 : Number((text ?? '').replaceAll(',', ''))
}
