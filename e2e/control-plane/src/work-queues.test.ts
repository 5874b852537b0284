import { expect, test } from 'vitest'
import { parseWorkQueues } from './work-queues.ts'

test('a queue is idle when as many items were worked off as were added', () => {
  const metrics = `# TYPE workqueue_adds_total counter
workqueue_adds_total{name="deployment"} 4
workqueue_adds_total{name="endpoint_slice"} 3
workqueue_adds_total{name="new"} 1
workqueue_depth{name="deployment"} 9
workqueue_work_duration_seconds_bucket{name="deployment",le="+Inf"} 9
workqueue_work_duration_seconds_count{name="deployment"} 4
workqueue_work_duration_seconds_count{name="endpoint_slice"} 2
`
  expect([...parseWorkQueues(metrics)]).toEqual([
    ['deployment', { added: 4, done: 4 }],
    ['endpoint_slice', { added: 3, done: 2 }],
    ['new', { added: 1, done: 0 }],
  ])
})
