import { badRequest } from './status.ts'
import type { StringMap } from './raw-objects.ts'

export type LabelsMatch = (labels: StringMap) => boolean

type Token = { readonly kind: 'identifier' | 'operator' | 'end'; readonly text: string }

const TOKEN = /\s*(==|!=|=|!|,|\(|\)|<|>|[^\s=!,()<>]+)/y

/**
 * A label selector in the API's query syntax, equality and set-based; upstream apimachinery pkg/labels/selector.go.
 * Throws 400 with the parser's words.
 */
export function parseLabelSelector(text: string): LabelsMatch {
  const tokens = new Tokens(text)
  const requirements: LabelsMatch[] = []
  if (tokens.peek().kind === 'end') return () => true
  for (;;) {
    requirements.push(parseRequirement(tokens))
    const next = tokens.take()
    if (next.kind === 'end') break
    if (next.text !== ',') throw unreadable(`found '${next.text}', expected: ',' or 'end of string'`)
    const after = tokens.peek()
    if (after.kind !== 'identifier' && after.text !== '!')
      throw unreadable(`found '${after.text}', expected: identifier after ','`)
  }
  return labels => requirements.every(requirement => requirement(labels))
}

function parseRequirement(tokens: Tokens): LabelsMatch {
  if (tokens.peek().text === '!') {
    tokens.take()
    const absent = identifier(tokens)
    return labels => find(labels, absent) === undefined
  }
  const key = identifier(tokens)
  const { kind, text } = tokens.peek()
  if (kind === 'end' || text === ',') return labels => find(labels, key) !== undefined
  tokens.take()
  return withOperator(key, text, tokens)
}

function withOperator(key: string, operator: string, tokens: Tokens): LabelsMatch {
  switch (operator) {
    case '=':
    case '==': {
      const value = oneValue(tokens)
      return labels => find(labels, key) === value
    }
    case '!=': {
      const value = oneValue(tokens)
      return labels => find(labels, key) !== value
    }
    case 'in': {
      const values = valueList(tokens)
      return labels => values.includes(find(labels, key) ?? Number.NaN)
    }
    case 'notin': {
      const values = valueList(tokens)
      return labels => !values.includes(find(labels, key) ?? Number.NaN)
    }
    case '<':
    case '>':
      return comparison(key, operator, Number(oneValue(tokens)))
    default:
      throw unparsed(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`)
  }
}

/** Every object has a `constructor`; few have a label of that name. */
function find(labels: StringMap, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

function comparison(key: string, operator: '<' | '>', limit: number): LabelsMatch {
  return labels => {
    const value = Number(find(labels, key))
    return operator === '<' ? value < limit : value > limit
  }
}

function identifier(tokens: Tokens): string {
  const { kind, text } = tokens.take()
  if (kind !== 'identifier') throw unparsed(`found '${text}', expected: identifier`)
  return text
}

/** An empty value is allowed: `a=`. */
function oneValue(tokens: Tokens): string {
  const { kind, text } = tokens.peek()
  if (kind === 'end' || text === ',') return ''
  return identifier(tokens)
}

function valueList(tokens: Tokens): readonly (string | number)[] {
  const open = tokens.take()
  if (open.text !== '(') throw unparsed(`found '${open.text}' expected: '('`)
  const values: string[] = []
  for (;;) {
    const { kind, text } = tokens.peek()
    values.push(kind === 'identifier' ? identifier(tokens) : '')
    if (kind !== 'identifier' && text !== ',' && text !== ')')
      throw unparsed(`found '${text}', expected: ',', ')' or identifier`)
    const next = tokens.take()
    if (next.text === ')') return values
    if (next.text !== ',') throw unparsed(`found '${next.text}', expected: ',' or ')'`)
  }
}

class Tokens {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  peek(): Token {
    const position = this.#position
    const token = this.take()
    this.#position = position
    return token
  }

  take(): Token {
    TOKEN.lastIndex = this.#position
    const text = TOKEN.exec(this.#text)?.[1]
    if (text === undefined) return { kind: 'end', text: '' }
    this.#position = TOKEN.lastIndex
    return { kind: /^[=!,()<>]/.test(text) ? 'operator' : 'identifier', text }
  }
}

function unparsed(what: string): Error {
  return badRequest(`unable to parse requirement: ${what}`)
}

function unreadable(what: string): Error {
  return badRequest(what)
}
