/** A verdict in two parts: what is wrong, and what that leaves, which may be said more quietly. */
export function splitSentence(text: string): { readonly lead: string; readonly rest: string } {
  const cut = text.indexOf(': ')
  return cut < 0 ? { lead: text, rest: '' } : { lead: text.slice(0, cut), rest: ` – ${text.slice(cut + 2)}` }
}
