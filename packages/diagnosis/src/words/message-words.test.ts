import { expect, test } from 'vitest'
import { messageWords } from './message-words.ts'

const QUOTA = 'exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0'
const NEEDS = 'container "main" must set securityContext'

test.each([
  [`pods "web-7d-x" is forbidden: ${QUOTA}`, QUOTA],
  [`Error creating: pods "web-7d-x" is forbidden: ${QUOTA}`, QUOTA],
  [`(combined from similar events): Error creating: pods "web-7d-x" is forbidden: ${QUOTA}`, QUOTA],
  [`create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: ${QUOTA}`, QUOTA],
  [
    `pods "web-7d-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (${NEEDS}.allowPrivilegeEscalation=false), unrestricted capabilities (${NEEDS}.cap`,
    'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false, unrestricted capabilities',
  ],
  [
    'Internal error occurred: failed calling webhook "check.example.com": no endpoints available for service "check"',
    'failed calling webhook "check.example.com": no endpoints available for service "check"',
  ],
  [
    '0/7 nodes are available: 1 node(s) had untolerated taint(s), 6 Insufficient cpu. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.',
    '0/7 nodes are available: 1 node(s) had untolerated taint(s), 6 Insufficient cpu',
  ],
  [
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${'1f'.repeat(32)}": plugin type="calico" failed (add): no addresses left`,
    'failed to setup network for sandbox: plugin type="calico" failed (add): no addresses left',
  ],
  ['word, '.repeat(40), `${'word, '.repeat(25)}word ...`],
  ['', ''],
])('%s', (message, words) => {
  expect(messageWords(message)).toBe(words)
})
