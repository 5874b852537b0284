import { describe, expect, test } from 'vitest'
import { parseTopic, topicName } from './topic.ts'

describe('[PR-T1] topics', () => {
  test.each([
    ['overview:*', { type: 'overview', namespace: '*' }],
    ['overview:kube-system', { type: 'overview', namespace: 'kube-system' }],
    ['service:shop/web', { type: 'service', key: 'shop/web' }],
    [`service:a/${'b'.repeat(63)}`, { type: 'service', key: `a/${'b'.repeat(63)}` }],
    ['service:1/2', { type: 'service', key: '1/2' }],
  ] as const)('%s is one', (name, topic) => {
    expect(parseTopic(name)).toEqual(topic)
    expect(topicName(topic)).toBe(name)
  })

  test.each([
    '',
    'overview',
    'overview:',
    'overview:Shop',
    'overview:a b',
    'overview:-a',
    'overview:a-',
    'overview:a/b',
    'overview:a\n',
    `overview:${'a'.repeat(64)}`,
    'service:',
    'service:*',
    'service:shop',
    'service:shop/',
    'service:/web',
    'service:*/web',
    'service:shop/web/more',
    'service:shop/../web',
    'service:__proto__/web',
    'Service:shop/web',
    'pod:shop/web',
    'constructor:shop',
    ':shop',
    'verview:*',
  ])('%j is none', name => {
    expect(parseTopic(name)).toBeUndefined()
  })
})
