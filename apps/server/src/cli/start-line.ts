import { contextOf, type Sources } from '../clusters/cluster-source.ts'

/** What is shown, how to play with it, and the link that opens it. */
export function startLine({ start, demo, servedAt }: Sources, link: string): string {
  if (start.origin === 'recording') {
    const { asOf, damaged, to } = start.recording
    const when = asOf === null ? 'until' : 'as of'
    const why = asOf === null ? '' : `, ${asOf}`
    const lost = damaged === null ? '' : `${damaged} `
    const kubectl = servedAt === null ? '' : `; kubectl --kubeconfig ${servedAt}`
    return `${lost}Slicescope shows the recording ${contextOf(start)} (${when} ${new Date(to).toISOString()}${why}${kubectl}): ${link}`
  }
  if (demo === null) return `Slicescope shows ${contextOf(start)}: ${link}`
  const why = demo.isAsked ? '' : 'No kubeconfig and no service account found, so this is a demo. '
  return `${why}Slicescope shows the demo cluster ${demo.scenario} (kubectl --kubeconfig ${demo.kubeconfig}): ${link}`
}
