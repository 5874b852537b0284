import { expired, type Status, StatusError, unauthorized } from './status.ts'

const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
}

/** The Status with which a server in trouble answers. */
export function faultStatus(code: number, retryAfterSeconds?: number): Status {
  if (code === 401) return unauthorized().status
  if (code === 410) return expired('The resourceVersion for the provided watch is too old.').status
  const [reason, message] = REASONS[code] ?? ['Unknown', 'an injected fault']
  return new StatusError(code, reason, {
    message,
    ...(retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } }),
  }).status
}
