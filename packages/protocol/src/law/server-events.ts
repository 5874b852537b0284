import { decodeMessage } from '../decode.ts'
import type { Message } from '../messages.ts'

/** The messages in what a server wrote, as a reader of server-sent events gets them. */
export function readEvents(text: string): readonly Message[] {
  return text
    .split('\n\n')
    .filter(block => block !== '')
    .flatMap(block => {
      const lines = block.split('\n')
      const message = decodeMessage(fieldOf(lines, 'event'), fieldOf(lines, 'data'))
      return message === undefined ? [] : [message]
    })
}

function fieldOf(lines: readonly string[], name: string): string {
  const line = lines.find(each => each.startsWith(`${name}: `))
  return line === undefined ? '' : line.slice(name.length + 2)
}
