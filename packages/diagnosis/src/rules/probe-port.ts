import { hasEndpoints } from '../arises.ts'
import { portText } from '../pods/named-ports.ts'
import { TROUBLE_INPUTS, troublesOf } from '../pods/pod-trouble.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { hasLoss } from '../losses/loss.ts'

/** [SC-D5] A readiness probe that does not pass asks a port that its container does not declare. */
export const probePort: Rule = {
  code: 'SC-D5',
  title: 'Port of the readiness probe',
  ...TROUBLE_INPUTS,
  arises: graph => hasEndpoints(graph) && hasLoss(graph),
  find: c => {
    for (const { pod, what } of troublesOf(c).get('SC-D4') ?? []) {
      const container = [...pod.spec.containers, ...pod.spec.initContainers].find(({ name }) => name === what)
      const { httpGet, tcpSocket, grpc } = container?.readinessProbe ?? {}
      const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port
      const declared = container?.ports ?? []
      if (container === undefined || port === undefined || declared.length === 0) continue
      if (declared.some(own => own.name === port || own.containerPort === port)) continue
      const own = declared.map(portText).join(', ')
      return {
        severity: 'loss',
        certainty: 'proven',
        causeCertainty: 'hint',
        subject: podRef(pod),
        lead: 'Readiness probe uses an undeclared port',
        guess: 'the probe requests the wrong port',
        facts: `the readiness probe of container ${what} requests port ${port}, and the container declares ${own}`,
        evidence: [
          {
            object: podRef(pod),
            field: `spec.containers[${what}].readinessProbe`,
            found: `port ${port}`,
            expected: `a port of the container: ${own}`,
          },
        ],
        kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${PORTS}`,
        remedy: 'Compare the port of the readiness probe with the port on which the container listens.',
        remedyClass: 'look',
        broken: [pod.metadata.uid],
      }
    }
    return null
  },
}

const PORTS =
  '{range .items[*]}{.metadata.name} {.spec.containers[*].readinessProbe} {.spec.containers[*].ports}{"\\n"}{end}'
