import type { Labels, LabelSelector } from '@slicescope/model'

/** Whether a LabelSelector takes these labels; an empty one takes all (apimachinery LabelSelectorAsSelector). */
export function selectsLabels(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every(({ key, operator, values }) => holds(operator, { found: labels[key], values }))
  )
}

interface Operands {
  readonly found: string | undefined
  readonly values: readonly string[]
}

function holds(operator: string, { found, values }: Operands): boolean {
  switch (operator) {
    case 'In':
      return found !== undefined && values.includes(found)
    case 'NotIn':
      return found === undefined || !values.includes(found)
    case 'Exists':
      return found !== undefined
    case 'DoesNotExist':
      return found === undefined
    default:
      return false
  }
}
