/** The values of a path's places, such as `{cluster}`, by their names; null where the path is another one. */
export function matchPath(template: string, pathname: string): Readonly<Record<string, string>> | null {
  const [wanted, given] = [template.split('/'), pathname.split('/')]
  if (wanted.length !== given.length) return null
  const values: [string, string][] = []
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? []
    const decoded = name === undefined ? null : decode(value)
    if (name === undefined ? part !== value : decoded === null || decoded === '') return null
    if (name !== undefined && decoded !== null) values.push([name, decoded])
  }
  return Object.fromEntries(values)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
