export {
  type EndpointConditions,
  type EndpointState,
  endpointState,
  resolveConditions,
  type StateOfEndpoint,
} from './endpoint-state.ts'
export { formatIpPort, type MergedEntry, mergeEntries, type PortEntry, portEntryKey } from './merge-entries.ts'
