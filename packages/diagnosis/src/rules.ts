import type { Rule } from './rule.ts'
import { allTerminating } from './rules/all-terminating.ts'
import { containerNotMade } from './rules/container-not-made.ts'
import { crashLoop } from './rules/crash-loop.ts'
import { initContainers } from './rules/init-containers.ts'
import { noPodIP } from './rules/no-pod-ip.ts'
import { nodeDown } from './rules/node-down.ts'
import { oneContainer } from './rules/one-container.ts'
import { readinessGate } from './rules/readiness-gate.ts'
import { readinessProbe } from './rules/readiness-probe.ts'
import { selectorTypo } from './rules/selector-typo.ts'
import { startupProbe } from './rules/startup-probe.ts'
import { unschedulable } from './rules/unschedulable.ts'

/** In the order of the table of causes, which decides between findings that are else equal. */
export const RULES: readonly Rule[] = [
  selectorTypo,
  unschedulable,
  noPodIP,
  initContainers,
  containerNotMade,
  crashLoop,
  startupProbe,
  readinessProbe,
  readinessGate,
  oneContainer,
  allTerminating,
  nodeDown,
]
