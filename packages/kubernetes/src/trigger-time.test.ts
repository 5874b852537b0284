import { expect, test } from 'vitest'
import { aPod, aService } from './testing/objects.ts'
import { changeTriggerTime } from './trigger-time.ts'

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`
const service = aService({}, { creationTimestamp: at(1) })

test('the first sync says when the Service was created', () => {
  expect(changeTriggerTime(service, [aPod({ readySince: at(5) })], undefined).time).toBe(at(1))
})

test('later ones say the earliest Ready transition that is new, else nothing', () => {
  const first = changeTriggerTime(service, [aPod({ readySince: at(5) })], undefined)
  const pods = [
    aPod({ readySince: at(5) }),
    aPod({ name: 'b', readySince: at(9) }),
    aPod({ name: 'c', readySince: at(7) }),
  ]
  const second = changeTriggerTime(service, pods, first.state)
  expect(second.time).toBe(at(7))
  expect(changeTriggerTime(service, pods, second.state).time).toBeNull()
})
