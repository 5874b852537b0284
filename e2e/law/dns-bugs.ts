import type { PlantedBug } from './plant-bug.ts'

const NAMES = 'dns-names.ts'
const PUBLISHED = 'dns-published.ts'
const SRV = 'dns-srv.ts'
const REVERSE = 'dns-reverse.ts'
const ADDRESSES = 'dns-addresses.ts'

/** What law L8 must notice. */
export const DNS_BUGS: readonly PlantedBug[] = [
  {
    name: 'publish what is not ready',
    file: PUBLISHED,
    find: 'return resolveConditions(conditions).ready',
    put: 'return resolveConditions(conditions) !== undefined',
  },
  {
    name: 'publish what serves',
    file: PUBLISHED,
    find: 'return resolveConditions(conditions).ready',
    put: 'return resolveConditions(conditions).serving',
  },
  {
    name: 'leave out what terminates',
    file: PUBLISHED,
    find: 'return resolveConditions(conditions).ready',
    put: 'return resolveConditions(conditions).ready && conditions?.terminating !== true',
  },
  {
    name: 'ready left out means not ready',
    file: 'endpoint-state.ts',
    find: 'conditions?.ready ?? true',
    put: 'conditions?.ready ?? false',
  },
  {
    name: 'publish the first address alone',
    file: PUBLISHED,
    find: 'return addresses.map(',
    put: 'return addresses.slice(0, 1).map(',
  },
  {
    name: 'leave out slices without ports',
    file: PUBLISHED,
    find: 'return slices.flatMap(slice => {',
    put: 'return slices.filter(({ ports }) => ports.length > 0).flatMap(slice => {',
  },
  {
    name: 'look at labels as kube-proxy does',
    file: PUBLISHED,
    find: 'return slices.flatMap(slice => {',
    put: "return slices.filter(({ metadata }) => metadata.labels['service.kubernetes.io/service-proxy-name'] === undefined).flatMap(slice => {",
  },
  {
    name: 'a name of an address that ends in a dash',
    file: PUBLISHED,
    find: "label.endsWith('-') ? `${label}0` : label",
    put: 'label',
  },
  {
    name: 'a name of the address beside the hostname',
    file: PUBLISHED,
    find: "label: hostname === '' ? dashed(address) : hostname",
    put: 'label: dashed(address)',
  },
  {
    name: 'take names for addresses',
    file: PUBLISHED,
    find: "if (canonicalIp(address) === undefined) return 'CNAME'",
    put: '',
  },
  {
    name: 'a clusterIP without endpoints does not resolve',
    file: NAMES,
    find: 'clusterIPs.length > 0 ? clusterIPs',
    put: 'clusterIPs.length > 0 && zone.published.length > 0 ? clusterIPs',
  },
  {
    name: 'an address is a CNAME',
    file: NAMES,
    find: 'return canonicalIp(target) === undefined',
    put: 'return target !== undefined',
  },
  {
    name: 'externalName keeps its trailing dot',
    file: NAMES,
    find: ".replace(/\\.$/, '')",
    put: '',
  },
  {
    name: 'endpoints of a clusterIP have no names',
    file: NAMES,
    find: 'const published = Map.groupBy(zone.published,',
    put: 'const published = Map.groupBy(isHeadless(zone.service) ? zone.published : [],',
  },
  {
    name: 'the other family does not exist',
    file: ADDRESSES,
    find: "return { rcode: 'NODATA', answers,",
    put: "return { rcode: 'NXDOMAIN', answers,",
  },
  {
    name: 'a headless name without endpoints exists',
    file: ADDRESSES,
    find: "return { rcode: 'NXDOMAIN', answers: []",
    put: "return { rcode: 'NODATA', answers: []",
  },
  {
    name: 'SRV of a clusterIP has the target port',
    file: SRV,
    find: '.flatMap(({ port }) => Array',
    put: '.flatMap(({ targetPort: port }) => Array',
  },
  {
    name: 'SRV of a headless Service needs a port of the Service',
    file: SRV,
    find: 'headless ? zone.published.flatMap(({ ports: all }) => all) : []',
    put: '[]',
  },
  {
    name: 'weights are shared by records, not by targets',
    file: SRV,
    find: 'Math.floor(100 / targets.length)',
    put: 'Math.floor(100 / new Set(targets.map(({ name, port }) => `${port} ${name}`)).size)',
  },
  {
    name: 'weights are rounded',
    file: SRV,
    find: 'Math.floor(100 / targets.length)',
    put: 'Math.round(100 / targets.length)',
  },
  {
    name: 'names that are endpoints have a weight',
    file: SRV,
    find: 'found.filter(({ isAlias }) => !isAlias)',
    put: 'found',
  },
  {
    name: 'SRV of a port without a number does not exist',
    file: SRV,
    find: "return { ...name, rcode: 'NODATA'",
    put: "return { ...name, rcode: 'NXDOMAIN'",
  },
  {
    name: 'SRV does not look at the protocol',
    file: SRV,
    find: ' && port.protocol.toLowerCase() === wanted.protocol',
    put: '',
  },
  {
    name: 'PTR of an endpoint names one Service',
    file: REVERSE,
    find: 'return distinct(names)',
    put: 'return distinct(names).slice(0, 1)',
  },
  {
    name: 'PTR of an endpoint does not look at clusterIPs',
    file: REVERSE,
    find: 'if (service !== undefined) return',
    put: 'if (service === null) return',
  },
  {
    name: 'PTR keeps the order of nibbles',
    file: 'reverse-name.ts',
    find: "nibbles.toReversed().join('.')",
    put: "nibbles.join('.')",
  },
]
