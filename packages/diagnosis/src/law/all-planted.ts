import type { Planted } from './planted.ts'
import { PLANTED_PODS } from './planted-pods.ts'
import { PLANTED_SERVICES } from './planted-services.ts'

export const PLANTED: readonly Planted[] = [...PLANTED_SERVICES, ...PLANTED_PODS]
