import { config } from 'zod'

// zod looks whether it may make code from text as soon as a schema is made: the page's policy forbids it, and reports the try.
config({ jitless: true })
