// Names that people and devices chose, as names of files.
export { safeName } from '../../bundle/names.ts'
