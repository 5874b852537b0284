import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROTOCOL_VERSION } from '@slicescope/protocol'
import { freshnessSchema, rowSchema, serviceViewSchema } from '@slicescope/view'
import { expect, test } from 'vitest'
import { ROOT } from '../house/root.ts'

/** The version of the stream's protocol, and the hash of what it sends. Change both together. */
const RELEASED = { version: 8, hash: '4188017b58b6a6f2' }

/** Returns the schema as JSON without descriptions, which no page reads. */
function shapeOf(schema: { readonly toJSONSchema: () => unknown }): string {
  return JSON.stringify(schema.toJSONSchema(), (key, value) => (key === 'description' ? undefined : value))
}

/** Returns the types of the messages without comments. */
function messageTypes(): string {
  const source = readFileSync(join(ROOT, 'packages/protocol/src/messages.ts'), 'utf8')
  const types = source.slice(source.indexOf('export interface HelloMessage'))
  return types.replaceAll(/\/\*\*.*?\*\//gs, '').replaceAll(/\s+/g, ' ')
}

/** A page of an older version loads itself again when it meets a new number; it cannot read a changed schema. */
test('PROTOCOL_VERSION rises with every change of a schema: raise it, and set both values here', () => {
  const shapes = [shapeOf(rowSchema), shapeOf(serviceViewSchema), shapeOf(freshnessSchema), messageTypes()]
  const hash = createHash('sha256').update(shapes.join('\n')).digest('hex').slice(0, 16)
  expect({ version: PROTOCOL_VERSION, hash }).toEqual(RELEASED)
})
