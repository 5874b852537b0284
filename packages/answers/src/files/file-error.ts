/** Why a file cannot be shown: the rest of a sentence that begins with its name, without a full stop. */
export class FileError extends Error {
  override readonly name = 'FileError'
}
