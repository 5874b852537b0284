export type { NewObject, RawObjects, ResourceName } from './api/raw-objects.ts'
export { createStorage, type Storage } from './api/storage.ts'
