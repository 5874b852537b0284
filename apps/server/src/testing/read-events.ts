import { decodeMessage, type Message } from '@slicescope/protocol'

/** Takes server-sent events apart as their pieces come. */
export class EventReader {
  #rest = ''

  /** The messages that are complete now. */
  feed(text: string): readonly Message[] {
    const blocks = (this.#rest + text).split('\n\n')
    this.#rest = blocks.pop() ?? ''
    return blocks.flatMap(block => {
      const fields = new Map(
        block.split('\n').map(line => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      )
      return decodeMessage(fields.get('event') ?? '', fields.get('data') ?? '') ?? []
    })
  }
}
