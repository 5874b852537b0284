import { gunzipSync } from 'node:zlib'
import { isRecord } from '@slicescope/model'
import type { Random } from '@slicescope/model/random'
import { packMember } from '../recordings/pack-member.ts'

type Members = readonly Uint8Array[]

/** Values that a file should not hold where they are put, and may. */
const STRANGE: readonly unknown[] = [
  null,
  [],
  {},
  '',
  'x'.repeat(5000),
  '</script><script>',
  '__proto__',
  -1,
  0.5,
  1e15,
  1e308,
  true,
  [[]],
  { name: null },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
]

/** A recording that was damaged, cut, or written by someone who means harm. */
export async function mutatedFile(members: Members, random: Random): Promise<Uint8Array> {
  const changed = random.chance(0.6) ? await withOtherLines(members, random) : members
  const moved = random.chance(0.3) ? shuffled(changed, random) : changed
  const file = Buffer.concat(moved)
  if (random.chance(0.15)) return file.subarray(0, random.below(file.length + 1))
  if (random.chance(0.4)) for (let at = random.below(4); at >= 0; at -= 1) flip(file, random)
  return file
}

function flip(file: Buffer, random: Random): void {
  const at = random.below(Math.max(1, file.length))
  file[at] = (file[at] ?? 0) ^ (1 << random.below(8))
}

/** One member is gone, there twice, or elsewhere. */
function shuffled(members: Members, random: Random): Members {
  const at = random.below(members.length)
  const others = members.toSpliced(at, 1)
  if (random.chance(0.4)) return others
  return (random.chance(0.5) ? members : others).toSpliced(
    random.below(members.length),
    0,
    ...members.slice(at, at + 1),
  )
}

async function withOtherLines(members: Members, random: Random): Promise<Members> {
  const at = random.chance(0.15) ? 0 : random.below(members.length)
  let lines: readonly string[] = gunzipSync(members[at] ?? new Uint8Array())
    .toString()
    .trimEnd()
    .split('\n')
  for (let times = random.below(3); times >= 0; times -= 1) lines = withOtherLine(lines, random)
  return members.with(at, await packMember(at === 0 ? 'header' : 'chunk', lines))
}

function withOtherLine(lines: readonly string[], random: Random): readonly string[] {
  const at = random.below(lines.length)
  const line = lines[at]
  if (line === undefined) return lines
  switch (random.below(10)) {
    case 0:
      return lines.toSpliced(at, 1)
    case 1:
      return lines.toSpliced(random.below(lines.length), 0, line)
    case 2:
      return lines.with(at, line.slice(0, random.below(line.length + 1)))
    default:
      return lines.with(at, withOtherValue(line, random))
  }
}

/** Somewhere in it another value. */
function withOtherValue(line: string, random: Random): string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return line
  }
  return JSON.stringify(changed(value, random))
}

function changed(value: unknown, random: Random): unknown {
  const members: readonly (readonly [string, unknown])[] =
    Array.isArray(value) || isRecord(value) ? Object.entries(value) : []
  const chosen = members[random.below(members.length)]
  if (chosen === undefined || random.chance(0.15)) return STRANGE[random.below(STRANGE.length)]
  const [key, member] = chosen
  if (Array.isArray(value)) {
    if (random.chance(0.1)) return value.toSpliced(Number(key), 1)
    return value.with(Number(key), changed(member, random))
  }
  const others = members.filter(([name]) => name !== key)
  if (random.chance(0.1)) return Object.fromEntries(others)
  if (random.chance(0.05)) return Object.fromEntries([...others, ['__proto__', member]])
  return Object.fromEntries(members.map(each => (each[0] === key ? [key, changed(member, random)] : each)))
}
