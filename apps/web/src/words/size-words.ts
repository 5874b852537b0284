/** KEP-752: 20,000 endpoints make an object of 2.0 MB, 100 a slice of 10 kB. */
const BYTES_AN_ENDPOINT = 100

/** How large so many endpoints are, in one object or in several. */
export function sizeWords(endpoints: number): string {
  const bytes = endpoints * BYTES_AN_ENDPOINT
  if (bytes < 1000) return 'less than 1 kB'
  return bytes < 1_000_000 ? `about ${Math.round(bytes / 1000)} kB` : `about ${(bytes / 1_000_000).toFixed(1)} MB`
}
