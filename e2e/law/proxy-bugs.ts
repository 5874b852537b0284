import type { PlantedBug } from './plant-bug.ts'

const ROLES = 'proxy-roles.ts'
const ENDPOINTS = 'port-endpoints.ts'
const PORTS = 'proxied-ports.ts'

/** What law L7 must notice. */
export const PROXY_BUGS: readonly PlantedBug[] = [
  {
    name: 'ready left out means not ready',
    file: 'endpoint-state.ts',
    find: 'conditions?.ready ?? true',
    put: 'conditions?.ready ?? false',
  },
  {
    name: 'serving left out is what ready is',
    file: 'endpoint-state.ts',
    find: 'conditions?.serving ?? true',
    put: 'conditions?.serving ?? conditions?.ready ?? true',
  },
  {
    name: 'what is ready but terminating does not answer',
    file: ROLES,
    find: 'if (!ready) return [',
    put: "if (terminating) return serving ? [{ role: 'fallback', scope: '' }] : []\n  if (!ready) return [",
  },
  {
    name: 'no fallback to what serves while it terminates',
    file: ROLES,
    find: "return has(roles, 'fallback') ? 'fallback' : 'REJECT'",
    put: "return 'REJECT'",
  },
  {
    name: 'no fallback under Local',
    file: ROLES,
    find: "if (has(roles, 'fallbackOnNode')) return 'fallbackOnNode'",
    put: '',
  },
  {
    name: 'what serves without terminating is a fallback too',
    file: ROLES,
    find: '!ready && !(serving && terminating)',
    put: '!ready && !serving',
  },
  {
    name: 'refuse where only others have any',
    file: ROLES,
    find: "? 'DROP' : 'REJECT'",
    put: "? 'REJECT' : 'REJECT'",
  },
  {
    name: 'node hints without a look at who has none',
    file: ROLES,
    find: " && !has(roles, 'readyWithoutNodeHint')",
    put: '',
  },
  {
    name: 'zone hints without a look at who has none',
    file: ROLES,
    find: " && !has(roles, 'readyWithoutZoneHint')",
    put: '',
  },
  {
    name: 'zone hints before node hints',
    file: ROLES,
    find: "if (has(roles, 'readyForNode')",
    put: "if (has(roles, 'readyForZone') && !has(roles, 'readyWithoutZoneHint')) return 'readyForZone'\n  if (has(roles, 'readyForNode')",
  },
  {
    name: 'hints of what is not ready count',
    file: ROLES,
    find: "if (!ready) return [{ role: 'fallback', scope: '' }, ...",
    put: "if (!ready) return [{ role: 'fallback', scope: '' }, ...hinted(forZones, { to: 'readyForZone', without: 'readyWithoutZoneHint' }), ...",
  },
  {
    name: 'externalTrafficPolicy Local holds for pods of the node too',
    file: 'traffic.ts',
    find: 'isLocal: false',
    put: 'isLocal: external.isLocal',
  },
  {
    name: 'internalTrafficPolicy is not looked at',
    file: PORTS,
    find: "internalLocal: spec.internalTrafficPolicy === 'Local'",
    put: 'internalLocal: false',
  },
  {
    name: 'load balancers that proxy are addresses too',
    file: PORTS,
    find: "(ipMode ?? 'VIP') === 'VIP'",
    put: 'ipMode !== null',
  },
  {
    name: 'external addresses of the other family count',
    file: PORTS,
    find: 'nodePort !== 0 || addresses.some(address => familyOf(address) === family)',
    put: 'nodePort !== 0 || addresses.length > 0',
  },
  {
    name: 'serve what another proxy serves',
    file: PORTS,
    find: 'service.metadata.labels[OTHER_PROXY_LABEL] === undefined',
    put: 'true',
  },
  {
    name: 'serve headless Services',
    file: PORTS,
    find: 'hasServiceIp(service) &&',
    put: "service.spec.clusterIP !== '' &&",
  },
  {
    name: 'look at slices labelled headless',
    file: ENDPOINTS,
    find: ' && metadata.labels[HEADLESS_LABEL] === undefined',
    put: ' && metadata !== null',
  },
  {
    name: 'leave out slices with the label of another proxy',
    file: ENDPOINTS,
    find: 'metadata.labels[HEADLESS_LABEL] === undefined',
    put: "metadata.labels[HEADLESS_LABEL] === undefined && metadata.labels['service.kubernetes.io/service-proxy-name'] === undefined",
  },
  {
    name: 'a port of the name in another protocol will do',
    file: ENDPOINTS,
    find: "port.name === name && (port.protocol ?? 'TCP') === protocol",
    put: 'port.name === name',
  },
  {
    name: 'a port number 0 is a number',
    file: ENDPOINTS,
    find: ' && port.port !== 0',
    put: '',
  },
  {
    name: 'every address of an endpoint answers',
    file: ENDPOINTS,
    find: 'const [written] = endpoint.addresses',
    put: 'const written = endpoint.addresses.at(-1)',
  },
  {
    name: 'terminating entries win over living ones',
    file: 'merge-entries.ts',
    find: 'return living.length > 0 ?',
    put: 'return living.length === entries.length ?',
  },
  {
    name: 'within a slice the first entry counts',
    file: 'merge-entries.ts',
    find: '? lastOfEachSlice(living) :',
    put: '? lastOfEachSlice(living.toReversed()) :',
  },
  {
    name: 'of terminating entries the last counts',
    file: 'merge-entries.ts',
    find: 'lastOfEachSlice(entries.toReversed()).toReversed()',
    put: 'lastOfEachSlice(entries)',
  },
  {
    name: 'of slices that differ the first is right',
    file: ENDPOINTS,
    find: 'if (others.every(other => haveSameRoles(first, other)))',
    put: 'if (others.length >= 0)',
  },
  {
    name: 'contradictions are not carried over to hints',
    file: 'destinations.ts',
    find: 'combine(must(others[0]), must(groups[0]))',
    put: 'combine(new Set([base]), [0])',
  },
]
