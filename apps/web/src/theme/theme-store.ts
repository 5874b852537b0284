import { type Theme, TOKENS } from '@slicescope/picture'
import { Subscribable } from '../store/subscribable.ts'

const STORED_AS = 'slicescope-theme'

/** Dark or light: what the person chose here, else what the system prefers. Writes the tokens onto the page. */
export class ThemeStore extends Subscribable {
  readonly #system = globalThis.matchMedia('(prefers-color-scheme: light)')
  #theme: Theme

  constructor() {
    super()
    this.#theme = this.#chosen()
    this.#system.addEventListener('change', () => this.#show(this.#chosen()))
    globalThis.addEventListener('storage', event => event.key === STORED_AS && this.#show(this.#chosen()))
    this.#write()
  }

  readonly getSnapshot = (): Theme => this.#theme

  /** A choice that equals the system's is not kept, so that the page follows the system again. */
  choose(theme: Theme): void {
    if (theme === this.#preferred()) localStorage.removeItem(STORED_AS)
    else localStorage.setItem(STORED_AS, theme)
    this.#show(theme)
  }

  toggle(): void {
    this.choose(this.#theme === 'dark' ? 'light' : 'dark')
  }

  #chosen(): Theme {
    const stored = localStorage.getItem(STORED_AS)
    return stored === 'dark' || stored === 'light' ? stored : this.#preferred()
  }

  #preferred(): Theme {
    return this.#system.matches ? 'light' : 'dark'
  }

  #show(theme: Theme): void {
    this.#theme = theme
    this.#write()
    this.notify()
  }

  #write(): void {
    const { style, dataset } = document.documentElement
    dataset['theme'] = this.#theme
    style.colorScheme = this.#theme
    for (const [name, colour] of Object.entries(TOKENS[this.#theme])) style.setProperty(`--${name}`, colour)
  }
}
