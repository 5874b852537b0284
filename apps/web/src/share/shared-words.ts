import { kubectlOfService, summarize, summaryMarkdown, summaryText } from '@slicescope/picture'
import type { PictureRequest } from './picture-model.ts'

/** What is copied as words: a summary for the postmortem, the same as plain text, or its commands. */
export function sharedWords(form: 'markdown' | 'text' | 'kubectl', { view, caption }: PictureRequest): Blob {
  const summary = summarize(view, caption, kubectlOfService(view.service))
  switch (form) {
    case 'markdown':
      return toBlob(summaryMarkdown(summary))
    case 'text':
      return toBlob(summaryText(summary))
    case 'kubectl':
      return toBlob(`${summary.commands.join('\n')}\n`)
    default:
      return form satisfies never
  }
}

function toBlob(text: string): Blob {
  return new Blob([text], { type: 'text/plain' })
}
