import { isSelected, type Labels, type Service } from '@slicescope/model'

/** The labels of the pods that a Service expects in its namespace; none where it expects no pods. Nothing else decides this. */
export function expectedLabels({ spec }: Service): Labels {
  return spec.type === 'ExternalName' ? NONE : spec.selector
}

const NONE: Labels = {}

/** Whether a Service expects pods with these labels. */
export function expectsPods(service: Service, labels: Labels): boolean {
  return isSelected(expectedLabels(service), labels)
}
