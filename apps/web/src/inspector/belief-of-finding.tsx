import { Believed } from './believed.tsx'

/** What people believe of what a finding says; null where there is no such belief. */
export function BeliefOfFinding({ code }: { readonly code: string }) {
  switch (code) {
    case 'SC-G11':
      return (
        <Believed belief="Without a readiness probe there is no traffic">
          It is the other way round: a container without a probe counts as ready as soon as it runs, so clients reach it
          before it can answer.
        </Believed>
      )
    case 'SC-E15':
      return (
        <Believed belief="Someone edited the Endpoints, so traffic goes elsewhere">
          kube-proxy never looks at that object. If it was edited, the controller puts it right at the next change of a
          pod or of the Service; that it was edited by hand cannot be proven.
        </Believed>
      )
    case 'SC-G12':
      return (
        <Believed belief="Endpoints struggle beyond 100 pods">
          100 is how far the controller fills one slice. The Endpoints object is cut at 1,000 addresses.
        </Believed>
      )
    case 'SC-F1':
      return (
        <Believed belief="Without its DNS a headless Service has no endpoints">
          Its slices are made from the pods all the same; only the names of the pods fail.
        </Believed>
      )
    default:
      return null
  }
}
