/** What a link may name in braces. */
export const LINK_PLACES = ['cluster', 'namespace', 'service'] as const

/** A link that people want beside a Service: to a dashboard, logs, a runbook. Nothing is fetched from it. */
export interface LinkTemplate {
  readonly name: string
  /** An address with places in braces: `https://grafana.example.com/d/{namespace}/{service}`. */
  readonly template: string
}

/** Of `Grafana=https://.../{namespace}/{service}`; the sentence that says what is wrong with it, else. */
export function parseLinkTemplate(text: string): LinkTemplate | string {
  const at = text.indexOf('=')
  const [name, template] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (at < 1 || name === '' || template === '')
    return "Write it as 'Grafana=https://grafana.example.com/d/{namespace}/{service}'."
  if (name.length > MOST_NAME) return `Its name is longer than ${MOST_NAME} characters.`
  const unknown = [...template.matchAll(/\{([^}]*)\}/g)].find(([, place]) => !LINK_PLACES.some(each => each === place))
  if (unknown !== undefined)
    return `It has no value for ${unknown[0]}: use ${LINK_PLACES.map(place => `{${place}}`).join(', ')}.`
  const url = URL.parse(template.replaceAll(/\{[^}]*\}/g, 'x'))
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'Its address must begin with https:// or http://.'
  // A name from the cluster must not choose the server that a click leads to.
  if (/^[a-z]+:\/\/[^/?#]*[{}]/i.test(template)) return 'Its host must not hold a place in braces.'
  return { name, template }
}

const MOST_NAME = 40
