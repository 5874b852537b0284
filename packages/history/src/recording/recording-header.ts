import { z } from 'zod'

/** Raise it when a reader of the version before could not read the file any more. */
export const RECORDING_VERSION = 1

const MAGIC = 'slicescope.recording'

const name = z.string().max(253)
const sentence = z.string().max(1000)
const time = z.iso.datetime()
const range = z.strictObject({ from: time, to: time })

const schema = z.object({
  magic: z.literal(MAGIC),
  version: z.literal(RECORDING_VERSION),
  /** The version of Slicescope that wrote it. */
  tool: z.string().max(64),
  cluster: z.object({
    slug: name,
    context: z.string().max(1000),
    uid: z.string().max(253).nullable(),
    /** Of Kubernetes. */
    version: z.string().max(253).nullable(),
    /** The zone of DNS names. */
    domain: name,
    /** The API server's identity was not verified. */
    insecure: z.boolean(),
  }),
  /** What was recorded. */
  origin: z.enum(['live', 'demo', 'recording']),
  from: time,
  to: time,
  /** Of the stored objects. */
  fieldSet: z.number().int(),
  scope: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all') }),
    z.strictObject({ type: z.literal('namespace'), namespace: name }),
    z.strictObject({ type: z.literal('service'), namespace: name, name }),
  ]),
  /** `namespace/name` of the Services that it can answer about; null: all that it holds. Others are only evidence. */
  services: z.array(z.string().max(510)).nullable(),
  /** What was watched when it began, and how. */
  resources: z.array(
    z.object({
      resource: name,
      /** Null: in all namespaces. */
      namespace: name.nullable(),
      phase: z.string().max(64),
      hasSynced: z.boolean(),
    }),
  ),
  gaps: z.array(range),
  /** What the file does not hold, a sentence each. */
  leftOut: z.array(sentence),
  chunks: z.number().int().min(0),
})

export type RecordingHeader = Omit<z.infer<typeof schema>, 'magic' | 'version'>

/** Its one line. */
export function writeHeader(header: RecordingHeader): string {
  return JSON.stringify({ magic: MAGIC, version: RECORDING_VERSION, ...header })
}

/** What the line says, or why it cannot be read: a sentence. */
export function readHeader(line: string): RecordingHeader | string {
  const read = parse(line)
  const known = magicSchema.safeParse(read)
  if (!known.success) return 'The file is not a Slicescope recording.'
  const { version, tool = 'unknown' } = known.data
  if (version > RECORDING_VERSION)
    return `The recording has format ${version}, written by Slicescope ${tool}, and this version reads format ${RECORDING_VERSION}. Update Slicescope to open it.`
  const header = schema.safeParse(read)
  if (header.success) {
    const { magic: _magic, version: _version, ...rest } = header.data
    return rest
  }
  const [issue] = header.error.issues
  return `The header of the recording is not readable: ${issue?.path.join('.') ?? ''} is not as expected.`
}

const magicSchema = z.object({
  magic: z.literal(MAGIC),
  version: z.number().int(),
  tool: z.string().max(64).optional(),
})

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
