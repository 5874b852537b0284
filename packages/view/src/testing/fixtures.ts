export { aFinding, aFreshness, aRow, MADE_AT } from './parts-fixture.ts'
export { aView, said, type SpecBackend } from './view-fixture.ts'
