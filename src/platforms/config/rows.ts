// Rows of the configuration tables: a plain string is a row without particulars.
import type { CommandRow } from './form.ts'

export function rows(...list: readonly (string | CommandRow)[]): CommandRow[] {
  return list.map(row => (typeof row === 'string' ? { form: row } : row))
}
