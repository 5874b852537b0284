/** What of opentype.js is used; the package brings no types. */
declare module 'opentype.js/dist/opentype.mjs' {
  interface OpenTypePath {
    toPathData(options: { readonly decimalPlaces: number; readonly flipY: boolean }): string
  }
  interface OpenTypeGlyph {
    readonly index: number
    readonly advanceWidth?: number
    getPath(x: number, y: number, fontSize: number): OpenTypePath
  }
  interface OpenTypeFont {
    readonly unitsPerEm: number
    charToGlyph(character: string): OpenTypeGlyph
  }
  export function parse(buffer: ArrayBuffer): OpenTypeFont
}
