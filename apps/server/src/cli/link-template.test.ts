import { expect, test } from 'vitest'
import { parseLinkTemplate } from './link-template.ts'

test('a name and an address with places', () => {
  const template = 'https://grafana.example.com/d/abc?var-ns={namespace}&var-svc={service}&c={cluster}'
  expect(parseLinkTemplate(`Grafana=${template}`)).toEqual({ name: 'Grafana', template })
})

test.each([
  ['https://grafana.example.com/', 'Write it as'],
  ['=https://a.example.com/', 'Write it as'],
  ['Grafana=', 'Write it as'],
  ['Grafana=javascript:alert(1)', 'must begin with https://'],
  ['Grafana=data:text/html,{service}', 'must begin with https://'],
  ['Grafana=/d/{service}', 'must begin with https://'],
  ['Grafana=https://{service}.example.com/', 'Its host must not'],
  [
    'Grafana=https://a.example.com/{password}',
    'It has no value for {password}: use {cluster}, {namespace}, {service}.',
  ],
  [`${'x'.repeat(41)}=https://a.example.com/`, 'longer than 40'],
])('%s is refused in words', (text, words) => {
  expect(parseLinkTemplate(text)).toContain(words)
})
