/**
 * What was made of the objects that were asked about last: of the last `most`, and of up to as many before them. Who
 * reads the same few again and again has them made once; a pass over many costs little more than without it.
 */
export class Recent<K extends object, V> {
  readonly #most: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: K, make: (key: K) => V): V {
    const known = this.#young.get(key)
    if (known !== undefined) return known
    const value = this.#old.get(key) ?? make(key)
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
    return value
  }
}
