/** What the lost backends have in common and the others do not. Plain data. */
export interface Where {
  /** `eu-1c`, `node n3`, `revision 7f9`: they lost all their backends; null where a place lost only some of its. */
  readonly places: readonly string[] | null
  /** `in eu-1c`: behind the numbers where it lost only some. */
  readonly at: string
  /** Of the only one that is lost; else null. */
  readonly name: string | null
  /** How many are lost there, of how many. */
  readonly lost: number
  readonly of: number
}
