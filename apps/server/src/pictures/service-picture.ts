import { atSchema } from '@slicescope/answers'
import {
  type Caption,
  chatPicture,
  drawing,
  type DrawingModel,
  GROUPINGS,
  isTimeZone,
  kubectlOfService,
  layout,
  summarize,
  tallPicture,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { z } from 'zod'

/** Where a zone or a finding is named in a query. */
const MAX_NAME = 64

export const captionQuerySchema = z.strictObject({
  at: atSchema,
  tz: z
    .string()
    .max(MAX_NAME)
    .refine(isTimeZone, { message: 'not an IANA time zone' })
    .optional()
    .describe('An IANA time zone such as Europe/Berlin: times are shown in it too.'),
})

export const pictureQuerySchema = captionQuerySchema.extend({
  format: z
    .enum(['chat', 'full', 'tall'])
    .default('chat')
    .describe('chat: 1600x900; full: full size; tall: for documents, with findings under the graph.'),
  theme: z.enum(['dark', 'light']).default('dark'),
  group: z
    .enum(['auto', ...GROUPINGS])
    .default('auto')
    .describe('How backends are grouped; not in chat.'),
  mark: z.string().max(MAX_NAME).optional().describe('Code of a finding whose objects are outlined; not in chat.'),
})

export type PictureQuery = z.infer<typeof pictureQuerySchema>

/** As wide as the page's stage on a screen of 1440. */
const FULL_WIDTH = 1200
const TALL_WIDTH = 856

/** The picture that the query asks for, as the page would draw it. */
export function servicePicture(view: ServiceView, caption: Caption, { format, group }: PictureQuery): DrawingModel {
  switch (format) {
    case 'chat':
      return chatPicture(view, caption)
    case 'full':
      return drawing(layout(view, { grouping: group, width: FULL_WIDTH }), view, caption)
    case 'tall': {
      const summary = summarize(view, caption, kubectlOfService(view.service))
      return tallPicture(layout(view, { grouping: group, width: TALL_WIDTH }), view, { caption, summary })
    }
    default:
      return format satisfies never
  }
}
