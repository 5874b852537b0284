/** What a shared picture is made for. */
export const PICTURE_FORMATS = ['chat', 'full', 'tall'] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

export const FORMAT_WORDS: Readonly<Record<PictureFormat, { readonly label: string; readonly note: string }>> = {
  chat: { label: 'for a chat', note: '1600 x 900' },
  full: { label: 'full size', note: 'every backend, 1:1' },
  tall: { label: 'for a document', note: 'with findings and changes' },
}
