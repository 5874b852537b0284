/** Whether it has the form of a session's token, or of a secret that the operator set. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~-]{32,}$/.test(value)
}
