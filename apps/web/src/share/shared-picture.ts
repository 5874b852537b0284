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
  toSvg,
  withPngText,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { pictureOutliner } from './picture-fonts.ts'
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

/** The picture as an SVG file. */
export async function pictureSvg(request: PictureRequest): Promise<string> {
  return toSvg(pictureModel(request), request.theme, { outliner: await pictureOutliner() })
}

/** The picture as a PNG file, with what it shows in words. */
export async function picturePng(request: PictureRequest): Promise<Blob> {
  const model = pictureModel(request)
  const svg = toSvg(model, request.theme, { outliner: await pictureOutliner() })
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('This browser cannot create a canvas.')
    context.drawImage(image, 0, 0)
    const png = await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()
    const { title, description } = model
    return new Blob([withPngText(new Uint8Array(png), { Title: title, Description: description })], {
      type: 'image/png',
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

function pictureModel({ view, caption, format, grouping }: PictureRequest): DrawingModel {
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
