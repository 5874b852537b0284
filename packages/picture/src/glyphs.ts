import type { Mark } from '@slicescope/view'
import type { CellState } from './cell-state.ts'
import type { TokenName } from './tokens.ts'

export interface Glyph {
  /** The state in people's words. */
  readonly label: string
  /** One line for the legend's help. */
  readonly explanation: string
  readonly fill: TokenName
  readonly text: TokenName
  /** Whether it stands in `total`; the others are counted apart. */
  readonly counted: boolean
}

/** The states in the order of every legend. */
export const CELL_STATES = [
  'ready',
  'starting',
  'not-ready',
  'portless',
  'unknown',
  'serving-terminating',
  'terminating',
] as const satisfies readonly CellState[]

/** Of these only what occurs is named. */
export const RARE_STATES: ReadonlySet<CellState> = new Set(['starting', 'portless'])

export const GLYPHS: Readonly<Record<CellState, Glyph>> = {
  ready: {
    label: 'ready',
    explanation: 'Gets traffic: ready in its slice, serving and not terminating.',
    fill: 'state-ready',
    text: 'text-ready',
    counted: true,
  },
  starting: {
    label: 'starting',
    explanation: 'New and not Ready yet, within its start allowance: no loss.',
    fill: 'state-ready',
    text: 'text-ready',
    counted: true,
  },
  'not-ready': {
    label: 'not ready',
    explanation: 'Gets no traffic: not ready in its slice.',
    fill: 'state-not-ready',
    text: 'text-not-ready',
    counted: true,
  },
  portless: {
    label: 'ready, but lacks a port',
    explanation: 'Ready in its slice, but the slice lacks a port of the Service: it counts as not ready.',
    fill: 'state-not-ready',
    text: 'text-not-ready',
    counted: true,
  },
  unknown: {
    label: 'unknown',
    explanation: 'Slices contradict each other, and which entry kube-proxy uses is not defined.',
    fill: 'state-unknown',
    text: 'text-unknown',
    counted: true,
  },
  'serving-terminating': {
    label: 'serving-terminating',
    explanation: 'Shutting down and still answering: gets traffic only if no other backend is ready.',
    fill: 'state-serving-terminating',
    text: 'text-serving-terminating',
    counted: false,
  },
  terminating: {
    label: 'terminating',
    explanation: 'Shutting down and no longer answering: gets no traffic.',
    fill: 'state-terminating',
    text: 'text-terminating',
    counted: false,
  },
}

export const STATE_LABELS: Readonly<Record<CellState, string>> = {
  ready: GLYPHS.ready.label,
  starting: GLYPHS.starting.label,
  portless: GLYPHS.portless.label,
  'not-ready': GLYPHS['not-ready'].label,
  unknown: GLYPHS.unknown.label,
  'serving-terminating': GLYPHS['serving-terminating'].label,
  terminating: GLYPHS.terminating.label,
}

export const PUBLISHED_LABEL = 'published although not ready'
export const PUBLISHED_EXPLANATION =
  'publishNotReadyAddresses is set: it gets traffic and DNS although its pod is not Ready.'
export const ABSENT_LABEL = 'in no slice'
export const ABSENT_EXPLANATION = 'The selector matches this pod, but no slice lists it.'

export const NEAR_LABEL = 'nearly matches'
export const NEAR_EXPLANATION = 'The selector would match this pod if a label were another. It is no backend.'

export interface ConnectionWord {
  readonly explanation: string
  readonly text: TokenName
  /** How far what is shown may be trusted to be so now: it is, it may not be, it is another time. */
  readonly tone: 'good' | 'doubt' | 'past'
}

/** Connection states and marks; the word itself is the key. */
export const CONNECTION_WORDS: Readonly<Record<Mark, ConnectionWord>> = {
  LIVE: { explanation: 'Changes are shown as they happen.', text: 'text-ready', tone: 'good' },
  'CATCHING UP': {
    explanation: 'Reading the latest changes; the last picture stays.',
    text: 'text-warning',
    tone: 'doubt',
  },
  PARTIAL: { explanation: 'Some inputs are missing; the page lists them.', text: 'text-warning', tone: 'doubt' },
  'AUTHZ UNKNOWN': {
    explanation: 'Your permissions could not be checked; nothing new is shown.',
    text: 'text-warning',
    tone: 'doubt',
  },
  STALE: {
    explanation: 'This page lost its connection to the server; it shows the last known state.',
    text: 'text-warning',
    tone: 'doubt',
  },
  BLIND: {
    explanation: 'The server lost its connection to the API server; it shows the last known state.',
    text: 'text-warning',
    tone: 'doubt',
  },
  PAST: { explanation: 'A time in the past, not now.', text: 'text-past', tone: 'past' },
  RECORDING: { explanation: 'A recording, not a live cluster.', text: 'text-past', tone: 'past' },
  DEMO: { explanation: 'The demo cluster; nothing here is real.', text: 'accent', tone: 'good' },
  'UNVERIFIED TLS': {
    explanation: 'The identity of the API server is not verified: another machine could answer in its place.',
    text: 'text-not-ready',
    tone: 'doubt',
  },
}
