/** How a field is read: a message by its own schema, or one of these. What is not a pointer upstream is left out where it is empty, as JSON's omitempty does. */
export type FieldType =
  | Schema
  | 'string'
  /** A number that is absent when it is 0. */
  | 'int'
  /** A number that may be 0. */
  | 'count'
  | 'bool'
  | 'int-or-string'
  /** map<string, string> */
  | 'map'
  /** map<string, Quantity>; a Quantity is a message whose only field is its text. */
  | 'quantities'

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly isList: boolean
  /** Its fields stand in the object around it. */
  readonly isInline: boolean
}

/** By upstream's field numbers. What is not named is dropped. */
export type Schema = { readonly [fieldNumber: number]: Field }

function one(name: string, type: FieldType): Field {
  return { name, type, isList: false, isInline: false }
}

function many(name: string, type: FieldType): Field {
  return { name, type, isList: true, isInline: false }
}

function inline(type: Schema): Field {
  return { name: '', type, isList: false, isInline: true }
}

const METADATA: Schema = {
  1: one('name', 'string'),
  2: one('generateName', 'string'),
  3: one('namespace', 'string'),
  11: one('labels', 'map'),
  12: one('annotations', 'map'),
}

const RESOURCE_ATTRIBUTES: Schema = {
  1: one('namespace', 'string'),
  2: one('verb', 'string'),
  3: one('group', 'string'),
  4: one('version', 'string'),
  5: one('resource', 'string'),
  6: one('subresource', 'string'),
  7: one('name', 'string'),
}
const PATH_ATTRIBUTES: Schema = { 1: one('path', 'string'), 2: one('verb', 'string') }
const ACCESS: Schema = {
  1: one('resourceAttributes', RESOURCE_ATTRIBUTES),
  2: one('nonResourceAttributes', PATH_ATTRIBUTES),
}

const SELECTOR: Schema = {
  1: one('matchLabels', 'map'),
  2: many('matchExpressions', { 1: one('key', 'string'), 2: one('operator', 'string'), 3: many('values', 'string') }),
}

const CONTAINER_PORT: Schema = {
  1: one('name', 'string'),
  2: one('hostPort', 'int'),
  3: one('containerPort', 'int'),
  4: one('protocol', 'string'),
  5: one('hostIP', 'string'),
}

const CONTAINER: Schema = {
  1: one('name', 'string'),
  2: one('image', 'string'),
  3: many('command', 'string'),
  4: many('args', 'string'),
  5: one('workingDir', 'string'),
  6: many('ports', CONTAINER_PORT),
  7: many('env', { 1: one('name', 'string'), 2: one('value', 'string') }),
  8: one('resources', { 1: one('limits', 'quantities'), 2: one('requests', 'quantities') }),
  14: one('imagePullPolicy', 'string'),
  16: one('stdin', 'bool'),
  17: one('stdinOnce', 'bool'),
  18: one('tty', 'bool'),
}

const POD: Schema = {
  2: many('containers', CONTAINER),
  3: one('restartPolicy', 'string'),
  4: one('terminationGracePeriodSeconds', 'count'),
  6: one('dnsPolicy', 'string'),
  7: one('nodeSelector', 'map'),
  8: one('serviceAccountName', 'string'),
  10: one('nodeName', 'string'),
  11: one('hostNetwork', 'bool'),
  16: one('hostname', 'string'),
  17: one('subdomain', 'string'),
  20: many('initContainers', CONTAINER),
}

const TEMPLATE: Schema = { 1: one('metadata', METADATA), 2: one('spec', POD) }

const DEPLOYMENT: Schema = {
  1: one('replicas', 'count'),
  2: one('selector', SELECTOR),
  3: one('template', TEMPLATE),
  4: one('strategy', {
    1: one('type', 'string'),
    2: one('rollingUpdate', { 1: one('maxUnavailable', 'int-or-string'), 2: one('maxSurge', 'int-or-string') }),
  }),
  5: one('minReadySeconds', 'int'),
  6: one('revisionHistoryLimit', 'count'),
  7: one('paused', 'bool'),
  9: one('progressDeadlineSeconds', 'count'),
}

const JOB: Schema = {
  1: one('parallelism', 'count'),
  2: one('completions', 'count'),
  3: one('activeDeadlineSeconds', 'count'),
  4: one('selector', SELECTOR),
  6: one('template', TEMPLATE),
  7: one('backoffLimit', 'count'),
  8: one('ttlSecondsAfterFinished', 'count'),
  9: one('completionMode', 'string'),
}

const SERVICE: Schema = {
  1: many('ports', {
    1: one('name', 'string'),
    2: one('protocol', 'string'),
    3: one('port', 'int'),
    4: one('targetPort', 'int-or-string'),
    5: one('nodePort', 'int'),
    6: one('appProtocol', 'string'),
  }),
  2: one('selector', 'map'),
  3: one('clusterIP', 'string'),
  4: one('type', 'string'),
  5: many('externalIPs', 'string'),
  7: one('sessionAffinity', 'string'),
  10: one('externalName', 'string'),
  11: one('externalTrafficPolicy', 'string'),
  13: one('publishNotReadyAddresses', 'bool'),
  17: one('ipFamilyPolicy', 'string'),
  18: many('clusterIPs', 'string'),
  19: many('ipFamilies', 'string'),
  22: one('internalTrafficPolicy', 'string'),
  23: one('trafficDistribution', 'string'),
}

const BACKEND: Schema = {
  4: one('service', {
    1: one('name', 'string'),
    2: one('port', { 1: one('name', 'string'), 2: one('number', 'int') }),
  }),
}

const INGRESS: Schema = {
  1: one('defaultBackend', BACKEND),
  2: many('tls', { 1: many('hosts', 'string'), 2: one('secretName', 'string') }),
  3: many('rules', {
    1: one('host', 'string'),
    2: inline({
      1: one('http', {
        1: many('paths', { 1: one('path', 'string'), 2: one('backend', BACKEND), 3: one('pathType', 'string') }),
      }),
    }),
  }),
  4: one('ingressClassName', 'string'),
}

function kind(spec: Schema): Schema {
  return { 1: one('metadata', METADATA), 2: one('spec', spec) }
}

/** What kubectl and other typed clients send in this form. Field numbers are those of upstream's generated.proto files. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Namespace: { 1: one('metadata', METADATA) },
  Pod: kind(POD),
  Deployment: kind(DEPLOYMENT),
  Job: kind(JOB),
  Service: kind(SERVICE),
  Ingress: kind(INGRESS),
  DeleteOptions: {
    1: one('gracePeriodSeconds', 'count'),
    2: one('preconditions', { 1: one('uid', 'string'), 2: one('resourceVersion', 'string') }),
    4: one('propagationPolicy', 'string'),
    5: many('dryRun', 'string'),
  },
  SelfSubjectAccessReview: kind(ACCESS),
  SubjectAccessReview: kind({ ...ACCESS, 3: one('user', 'string'), 4: many('groups', 'string') }),
  SelfSubjectRulesReview: kind({ 1: one('namespace', 'string') }),
}
