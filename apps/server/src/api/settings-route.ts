import { z } from 'zod'
import type { LinkTemplate } from '../cli/link-template.ts'
import type { PublicUrl } from '../cli/public-url.ts'
import { jsonRoute, type Route } from '../http/route.ts'

const settingsSchema = z.object({
  /** Links beside every Service; places in braces are `cluster`, `namespace` and `service`. */
  links: z.array(z.object({ name: z.string(), template: z.string() })),
  publicUrl: z
    .string()
    .nullable()
    .describe('Where other machines reach this server, without a slash at its end; links and captions carry it.'),
})

/** What the command line says that the page shows. */
export function settingsRoute(links: readonly LinkTemplate[], publicUrl: PublicUrl | null): Route {
  return jsonRoute({
    path: '/api/settings',
    summary:
      'What the command line says that the page shows: links to dashboards, logs and runbooks, and the public address',
    params: z.object({}),
    query: z.strictObject({}),
    problems: [],
    answer: settingsSchema,
    handle: () => ({ links: [...links], publicUrl: publicUrl?.origin ?? null }),
  })
}
