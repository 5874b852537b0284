import type { Rule } from './rule.ts'
import { selectorTypo } from './rules/selector-typo.ts'

/** In the order of the table of causes, which decides between findings that are else equal. */
export const RULES: readonly Rule[] = [selectorTypo]
