/** Control and format characters (bidi overrides, zero width), line separators, halves of surrogate pairs. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A text in which nothing hides: characters that are not seen, or turn the text around, are shown as escapes (\u202e). */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, character => {
    const code = character.codePointAt(0) ?? 0
    if (character === '\n') return String.raw`\n`
    if (character === '\t') return String.raw`\t`
    return code > 0xff_ff ? String.raw`\u{${code.toString(16)}}` : String.raw`\u${code.toString(16).padStart(4, '0')}`
  })
}
