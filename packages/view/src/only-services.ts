import { objectKey, serviceKeyOfSlice } from '@slicescope/model'
import { permittedLister } from './permitted-lister.ts'
import type { QuestionInputs } from './rights.ts'

/** The same without the Services that a recording does not answer about; null: with all. */
export function onlyServices(inputs: QuestionInputs, only: ReadonlySet<string> | null): QuestionInputs {
  if (only === null) return inputs
  const { services, endpointslices } = inputs.listers
  return {
    ...inputs,
    listers: {
      ...inputs.listers,
      services: permittedLister(services, service => only.has(objectKey(service))),
      endpointslices: permittedLister(endpointslices, slice => only.has(serviceKeyOfSlice(slice) ?? '')),
    },
  }
}
