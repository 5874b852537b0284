import { z } from 'zod'
import { Problem } from './problem.ts'

/** A list in a query: repeated, or with commas between; an empty one is none. */
export function listOf<T extends z.ZodType>(item: T, max: number) {
  return z.preprocess(splitList, z.array(item).max(max, `at most ${max} values are allowed`).optional()).optional()
}

function splitList(value: unknown): unknown {
  if (value === undefined) return undefined
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const items = values.flatMap(each => (typeof each === 'string' ? each.split(',') : [each]))
  const given = items.filter(each => each !== '')
  return given.length === 0 ? undefined : given
}

/** The query as the schema has it, or the problem that names what is wrong with it. */
export function readQuery<Q extends z.ZodObject>(schema: Q, query: unknown): z.infer<Q> | Problem {
  const result = schema.safeParse(query)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue?.code === 'unrecognized_keys') {
    return new Problem(400, `Unknown query parameter ${JSON.stringify(issue.keys[0])}: remove it.`)
  }
  const name = JSON.stringify(String(issue?.path[0] ?? ''))
  return new Problem(400, `Invalid query parameter ${name}: ${issue?.message ?? 'invalid value'}.`)
}
