export { type Ages, withoutAges } from './ages.ts'
export { decodeMessage, ProtocolError } from './decode.ts'
export { type Digest, formatDigest } from './digest.ts'
export { encodeEvent, encodeHeartbeat, encodeMessage, encodePart, encodePatch, encodeSnapshot } from './encode.ts'
export { isEqualJson } from './json-equality.ts'
export type { ListChange } from './list-change.ts'
export {
  type ClusterInfo,
  type HeartbeatMessage,
  type HelloMessage,
  type Message,
  type MessageType,
  type PartMessage,
  type PatchMessage,
  PROTOCOL_VERSION,
  type ResetMessage,
  type ResourceState,
  type RevokedMessage,
  type SnapshotMessage,
  type StateMessage,
} from './messages.ts'
export type { Overview, OverviewChanges } from './overview.ts'
export type { ServiceChanges } from './service-topic.ts'
export { applyMessage, EMPTY_STREAM, keepTopics, streamQuery, type StreamState } from './stream-state.ts'
export { parseTopic, type Topic, type TopicName, topicName } from './topic.ts'
export {
  advanceOverview,
  advanceService,
  overviewState,
  type OverviewState,
  type OverviewStep,
  serviceState,
  type ServiceState,
  type ServiceStep,
  stepOverview,
  stepService,
  type TopicState,
} from './topic-state.ts'
export { formatWatermark, parseWatermark, type Position, type Watermark } from './watermark.ts'
