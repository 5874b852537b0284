import type { From } from './place.ts'

/** `zone:eu-1a`, `node:node-1`. */
export function formatFrom({ kind, key }: From): string {
  return `${kind}:${key}`
}

/** The inverse; a bare name is a node's, as older links have it. */
export function parseFrom(text: string): From | null {
  const [, kind, key = ''] = /^(zone|node):(.*)$/s.exec(text) ?? []
  if (kind === 'zone') return { kind, key }
  const node = kind === 'node' ? key : text
  return node === '' ? null : { kind: 'node', key: node }
}
