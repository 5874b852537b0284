import { destination, type Logger, pino } from 'pino'
import { pinoHttp } from 'pino-http'

/** JSON lines on stderr. */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination({ fd: 2, sync: true }),
  )
}

/**
 * Logs every request with its path and status only: headers carry secrets and cookies, queries name what people look
 * for.
 */
export function logRequests(logger: Logger) {
  return pinoHttp({
    logger,
    quietReqLogger: true,
    serializers: {
      req: (request: { readonly method: string; readonly url: string }) => ({
        method: request.method,
        path: withoutSecret(request.url),
      }),
      res: (response: { readonly statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return response.statusCode === 503 ? 'info' : 'error'
      return 'debug'
    },
  })
}

function withoutSecret(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^\/+launch\/.*$/is, '/launch/[secret]')
}
