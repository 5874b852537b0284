import { project } from './fields.ts'
import type { Interner } from './interner.ts'
import { POD, type Pod } from './objects.ts'

/** When it was started is kept only while it is not Ready: that tells whether it ever was, and most pods are. */
export function keepPod(raw: unknown, interner: Interner): Pod {
  const pod = project(POD, raw, interner)
  const { status } = pod
  const ready = status?.conditions.find(({ type }) => type === 'Ready')
  if (status?.startTime === undefined || ready?.status !== 'True') return pod
  const { startTime: _startTime, ...kept } = status
  return { ...pod, status: kept }
}
