import type { ShownRecording } from '@slicescope/answers'
import { isUnreadable, type Resource } from '@slicescope/model'
import { contextOf, type Sources } from '../clusters/cluster-source.ts'

/** What is shown, how to play with it, and the link that opens it. */
export function startLine({ sources, start, demo, servedAt }: Sources, link: string): string {
  if (start.origin === 'recording')
    return `${recordingWords(start.recording, servedAt)}${othersWords(sources.length - 1)}: ${link}`
  if (demo === null) return `Slicescope shows ${contextOf(start)}: ${link}`
  const why = demo.isAsked ? '' : 'No kubeconfig and no service account found, so this is a demo. '
  return `${why}Slicescope shows the demo cluster ${demo.scenario} (kubectl --kubeconfig ${demo.kubeconfig}): ${link}`
}

function recordingWords(recording: ShownRecording, servedAt: string | null): string {
  const { asOf, damaged, to, identity } = recording
  const time = new Date(to).toISOString()
  const when = asOf === null ? `until ${time}` : `as of ${time}, ${asOf}`
  const kubectl = servedAt === null ? '' : `; kubectl --kubeconfig ${servedAt}`
  const lacks = lackedBy(recording)
  const notes = [
    damaged ?? '',
    lacks.length === 0
      ? ''
      : `${identity.context} holds no ${lacks.join(' and no ')}: what depends on them is unknown.`,
  ]
  return [
    ...notes.filter(note => note !== ''),
    `Slicescope shows the recording ${identity.context} (${when}${kubectl})`,
  ].join(' ')
}

function othersWords(others: number): string {
  if (others === 0) return ''
  return others === 1 ? ' and one more file' : ` and ${others} more files`
}

/** Without them a picture has holes; what is only read for causes is listed in the page. */
const EXPECTED: readonly Resource[] = ['endpointslices', 'pods', 'nodes']

function lackedBy({ end }: ShownRecording): readonly Resource[] {
  const watches = end.view.watches()
  return EXPECTED.filter(resource => watches.every(watch => watch.resource !== resource || isUnreadable(watch.phase)))
}
