import { isIP } from 'node:net'
import { isLoopback } from './loopback.ts'

/** Where readers reach this server: the address that links and captions carry. */
export interface PublicUrl {
  /** `https://slicescope.example.com`: without a slash at its end, and without the port that its scheme implies. */
  readonly origin: string
  /** As Host headers name it. */
  readonly hosts: readonly string[]
  /** It leads each reader to their own machine: links to it help no one else. */
  readonly isLocal: boolean
}

/** Of `https://slicescope.example.com`; the sentence that says what is wrong with it, else. */
export function parsePublicUrl(text: string): PublicUrl | string {
  if (text.length > MOST_LENGTH) return `It is longer than ${MOST_LENGTH} characters.`
  if (!/^https?:\/\//i.test(text)) return 'It must begin with https:// or http://.'
  const [, authority = '', rest = ''] = /^\w+:\/\/([^/?#\\]*)(.*)$/s.exec(text) ?? []
  if (authority.includes('@')) return 'It must not hold a user or a password.'
  if (rest !== '' && rest !== '/')
    return 'It must end after the host and port: Slicescope serves its pages at the root of a host.'
  const url = /[\s%]/.test(authority) ? null : URL.parse(`${text.slice(0, text.indexOf(':'))}://${authority}`)
  if (url === null || !isHost(url.hostname) || url.port === '0') return HOST_SENTENCE
  const { origin, host, hostname, protocol, port } = url
  const standard = protocol === 'https:' ? 443 : 80
  return {
    origin,
    hosts: port === '' ? [host, `${host}:${standard}`] : [host],
    isLocal: isLoopback(hostname.replace(/^\[(.*)\]$/, '$1')) || hostname.endsWith('.localhost'),
  }
}

const MOST_LENGTH = 300
const HOST_SENTENCE = 'It needs a host name or IP address that browsers can open, as in https://slicescope.example.com.'

/** No pattern, no empty label, and no address that means "any". */
function isHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return hostname !== '[::]'
  if (isIP(hostname) === 4) return hostname !== '0.0.0.0'
  return (
    hostname.length <= 253 &&
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/.test(hostname)
  )
}
