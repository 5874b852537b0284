import type { Asked } from './journal-store.ts'

/** Whether something at a place in the stretch is received by the moment that is asked for. */
export function isBefore(place: { readonly number: number; readonly time: number }, asked: Asked): boolean {
  return 'time' in asked ? place.time <= asked.time : place.number <= asked.number
}
