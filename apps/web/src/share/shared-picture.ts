import { toSvg, withPngText } from '@slicescope/picture'
import { pictureOutliner } from './picture-fonts.ts'
import { type PictureRequest, pictureModel } from './picture-model.ts'

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
