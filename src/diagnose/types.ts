// The type table: the fact schema flattened for the rule engine. Part of dist/rules.json, so no schema library is needed at run time.

/** A leaf is `string`, `time` (text, see model/facts/time.ts), `int` or `bool`; anything else is the name of an object type, or `list<...>` of one of these. */
export type TypeName = string

/** Object types by their path (`callhome.profiles.*` is an element of the list); `''` is the root. */
export interface TypeTable {
  readonly [type: string]: Readonly<Record<string, TypeName>>
}

/** The type inside `list<...>`, or undefined when the type is no list. */
export function elementType(type: TypeName): TypeName | undefined {
  return type.startsWith('list<') ? type.slice(5, -1) : undefined
}

export function isLeaf(type: TypeName): boolean {
  return type === 'string' || type === 'time' || type === 'int' || type === 'bool'
}

/** Own field of an object type; names such as `constructor` must not reach the prototype. */
export function fieldType(table: TypeTable, type: TypeName, field: string): TypeName | undefined {
  const fields = Object.hasOwn(table, type) ? table[type] : undefined
  return fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined
}

/**
 * Type at a dotted path. `*` or a position steps into a list; a field name right after a list means that field
 * of every element (`license.usage.name`). Undefined when there is no such path.
 */
export function typeAt(table: TypeTable, path: string, start: TypeName = ''): TypeName | undefined {
  let type: TypeName | undefined = start
  if (path === '') return type
  for (const key of path.split('.')) {
    const element: TypeName | undefined = elementType(type)
    if (element !== undefined) {
      if (key === '*' || /^\d+$/.test(key)) {
        type = element
        continue
      }
      type = element
    }
    type = fieldType(table, type, key)
    if (type === undefined) return undefined
  }
  return type
}

/** Every path of the table, branches and leaves, list elements as `*`. */
export function allPaths(table: TypeTable): string[] {
  const paths: string[] = []
  const walk = (type: TypeName, at: string): void => {
    for (const [field, child] of Object.entries(table[type] ?? {})) {
      const path = at === '' ? field : `${at}.${field}`
      paths.push(path)
      const element = elementType(child)
      if (element !== undefined && !isLeaf(element)) walk(element, `${path}.*`)
      else if (element === undefined && !isLeaf(child)) walk(child, path)
    }
  }
  walk('', '')
  return paths
}
