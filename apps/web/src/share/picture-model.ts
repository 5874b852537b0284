import {
  type Caption,
  chatPicture,
  drawing,
  type DrawingModel,
  type Grouping,
  kubectlOfService,
  layout,
  summarize,
  tallPicture,
  type Theme,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import type { PictureFormat } from './share-formats.ts'

export interface PictureRequest {
  readonly view: ServiceView
  readonly caption: Caption
  readonly format: PictureFormat
  readonly grouping: Grouping | 'auto'
  readonly theme: Theme
}

const FULL_WIDTH = 1200
const TALL_WIDTH = 856

/** What is drawn for it. */
export function pictureModel({ view, caption, format, grouping }: PictureRequest): DrawingModel {
  switch (format) {
    case 'chat':
      return chatPicture(view, caption)
    case 'full':
      return drawing(layout(view, { grouping, width: FULL_WIDTH }), view, caption)
    case 'tall': {
      const summary = summarize(view, caption, kubectlOfService(view.service))
      return tallPicture(layout(view, { grouping, width: TALL_WIDTH }), view, { caption, summary })
    }
    default:
      return format satisfies never
  }
}
