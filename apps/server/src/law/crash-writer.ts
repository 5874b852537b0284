import { SqliteJournal } from '../history/sqlite-journal.ts'

/*
 * node crash-writer.ts FOLDER EPOCH TIME
 * Appends to the journal in a folder until it is killed, and prints the number of each entry once it is stored.
 */
const [folder = '', epoch = '', start = '0'] = process.argv.slice(2)
const journal = new SqliteJournal(() => folder)
const from = Number(start)
const stretch = await journal.begin({ epoch, from, fieldSet: 9 })
const base = await journal.beginBase({ stretch, number: 0, time: from })
await journal.addToBase(base, ['base'])
await journal.finishBase(base)
process.stdout.write('0\n')
for (let number = 1; ; number += 1) {
  const line = `[${number},${from + number},["${'x'.repeat((number * 37) % 900)}"]]`
  const chunk = { stretch, first: number, last: number, from: from + number, to: from + number, lines: [line] }
  await journal.append(chunk, [{ kind: 'row', service: 'shop/web', at: from + number, text: `${number}` }])
  process.stdout.write(`${number}\n`)
}
