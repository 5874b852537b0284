export { rowSchema } from './schema/row.ts'
export { serviceViewSchema } from './schema/service-view.ts'
