interface Places {
  readonly cluster: string
  readonly namespace: string
  readonly service: string
}

/** The address of a link template for a Service; null for what is no web address. Values cannot leave their place. */
export function fillLink(template: string, places: Places): string | null {
  const filled = template.replaceAll(/\{(cluster|namespace|service)\}/g, (_, place: keyof Places) =>
    encodeURIComponent(places[place]),
  )
  const url = URL.parse(filled)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null
}
