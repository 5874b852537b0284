import type { Sources } from '../clusters/cluster-source.ts'

/** What is shown, how to play with it, and the link that opens it. */
export function startLine({ start, demo }: Sources, link: string): string {
  if (demo === null) return `Slicescope shows ${start.kube.name}: ${link}`
  const why = demo.isAsked ? '' : 'No kubeconfig and no service account found, so this is a demo. '
  return `${why}Slicescope shows the demo cluster ${demo.scenario} (kubectl --kubeconfig ${demo.kubeconfig}): ${link}`
}
