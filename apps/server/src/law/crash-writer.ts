import { setImmediate } from 'node:timers/promises'
import { SqliteStore } from '../history/sqlite-store.ts'

/*
 * node crash-writer.ts FOLDER EPOCH TIME
 * Appends to the journal in a folder until it is killed, and prints the number of each entry once it is stored.
 */
const [folder = '', epoch = '', start = '0'] = process.argv.slice(2)
const journal = new SqliteStore(folder)
const from = Number(start)
const stretch = journal.begin({ epoch, from, fieldSet: 9 })
const base = journal.beginBase({ stretch, number: 0, time: from })
journal.addToBase(base, { text: 'base', bucket: null, postings: new Float64Array() })
journal.finishBase(base, null)
process.stdout.write('0\n')
for (let number = 1; ; number += 1) {
  const text = `[${number},${from + number},["${'x'.repeat((number * 37) % 900)}"]]`
  const chunk = { stretch, first: number, last: number, from: from + number, to: from + number, text }
  journal.append(chunk, [{ kind: 'row', service: 'shop/web', at: from + number, text: `${number}` }])
  process.stdout.write(`${number}\n`)
  // What does not fit into the pipe at once is written between two turns.
  await setImmediate()
}
