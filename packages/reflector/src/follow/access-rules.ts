import { isRecord, RESOURCES, type Resource } from '@slicescope/model'

/** What a SelfSubjectRulesReview says of one namespace. */
export interface AccessRules {
  /** Both list and watch, of all objects there. */
  allows(resource: Resource): boolean
}

/** `incomplete` where the API server says that it does not know all rules, or says it in another way than promised. */
export function readRules(status: Readonly<Record<string, unknown>>): AccessRules | 'incomplete' {
  const { incomplete, evaluationError, resourceRules } = status
  if (incomplete !== false || (typeof evaluationError === 'string' && evaluationError !== '')) return 'incomplete'
  if (!Array.isArray(resourceRules)) return 'incomplete'
  // A rule for some names allows no list of all.
  const rules = resourceRules.filter(isRecord).filter(rule => textsOf(rule['resourceNames']).length === 0)
  return {
    allows: resource =>
      ['list', 'watch'].every(verb =>
        rules.some(
          rule =>
            covers(rule['verbs'], verb) &&
            covers(rule['apiGroups'], RESOURCES[resource].group) &&
            covers(rule['resources'], resource),
        ),
      ),
  }
}

function covers(list: unknown, wanted: string): boolean {
  const texts = textsOf(list)
  return texts.includes('*') || texts.includes(wanted)
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter(element => typeof element === 'string') : []
}
