interface PodSpec {
  readonly containers: readonly { readonly name: string; readonly image?: string }[]
}

/** The images that differ between two templates, as `image web:2.1, before web:2.0`; '' where none does. */
export function imagesText(before: PodSpec | undefined, after: PodSpec | undefined): string {
  const was = new Map((before?.containers ?? []).map(({ name, image = '' }) => [name, image]))
  const changed = (after?.containers ?? []).filter(({ name, image = '' }) => was.get(name) !== image)
  const [first, ...rest] = changed
  if (first === undefined) return ''
  const old = was.get(first.name)
  const more = rest.length === 0 ? '' : `, and ${rest.length} more`
  return `image ${first.image ?? 'none'}${old === undefined ? '' : `, before ${old || 'none'}`}${more}`
}

/** As it stands in a sentence: `image web:2.1`. */
export function newImage(images: string): string {
  return images.split(', before ')[0] ?? ''
}
