import type { Planted } from './planted.ts'
import { PLANTED_LEFTOVERS } from './planted-leftovers.ts'
import { PLANTED_PODS } from './planted-pods.ts'
import { PLANTED_SERVICES } from './planted-services.ts'
import { PLANTED_WATCHED } from './planted-watched.ts'

export const PLANTED: readonly Planted[] = [
  ...PLANTED_SERVICES,
  ...PLANTED_PODS,
  ...PLANTED_LEFTOVERS,
  ...PLANTED_WATCHED,
]
