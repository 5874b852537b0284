import type { Resource } from '@slicescope/model'
import type { Case } from './case.ts'
import type { EvidenceItem } from './finding.ts'

/** `does-not-apply` where the question does not come up: a Service without a selector matches nothing by design. */
export type CheckState = 'passed' | 'failed' | 'cannot-tell' | 'does-not-apply'

/** What a check answers once its inputs are known. */
export interface CheckAnswer {
  readonly state: CheckState
  readonly sentence: string
  readonly evidence?: readonly EvidenceItem[]
  readonly kubectl?: string
  /** Inputs that it goes by in all namespaces, as far as these are known: see Case.searched. */
  readonly everywhere?: readonly Resource[]
}

export interface Check {
  readonly id: string
  readonly title: string
  readonly inputs: readonly Resource[]
  readonly helps?: readonly Resource[]
  readonly answer: (c: Case) => CheckAnswer
}
