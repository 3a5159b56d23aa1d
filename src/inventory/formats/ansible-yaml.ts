// Ansible's YAML inventory: groups with hosts, children and vars.
import { isMapping, type Mapping, type YamlLines } from '../yaml-lines.ts'
import type { AnsibleGroups } from './ansible-groups.ts'
import { expand } from './ansible-ini.ts'
import type { Variable } from './ansible-vars.ts'

type Path = readonly (string | number)[]

export function readAnsibleYaml(yaml: YamlLines, file: string, groups: AnsibleGroups): void {
  if (!isMapping(yaml.value)) return
  for (const [name, value] of Object.entries(yaml.value)) readGroup(name, value, [name])

  function readGroup(name: string, value: unknown, path: Path): void {
    const group = groups.group(name)
    if (value === null) return
    if (!isMapping(value)) {
      yaml.report('error', path, `group "${name}" holds neither hosts, children nor vars`)
      return
    }
    for (const [key, part] of Object.entries(value)) {
      const at = [...path, key]
      if (!['hosts', 'children', 'vars'].includes(key)) {
        yaml.report(
          'warning',
          at,
          `group "${name}": "${key}" is not read; Ansible knows hosts, children and vars`,
        )
      } else if (part !== null && !isMapping(part)) {
        yaml.report('error', at, `group "${name}": ${key} is no mapping of names`)
      } else {
        const entries: Mapping = part ?? {}
        if (key === 'vars')
          for (const [one, variable] of variablesOf(entries, at)) group.variables.set(one, variable)
        else
          for (const [child, inner] of Object.entries(entries)) {
            if (key === 'hosts') addHost(child, name, inner, [...at, child])
            else {
              group.children.add(child)
              readGroup(child, inner, [...at, child])
            }
          }
      }
    }
  }

  function addHost(pattern: string, group: string, value: unknown, path: Path): void {
    const line = yaml.lineOf(path)
    const place = { file, ...(line === undefined ? {} : { line }) }
    const names = expand(pattern)
    if (names === undefined) yaml.report('error', path, `the range in "${pattern}" cannot be read`)
    for (const name of names ?? [])
      groups.host(name, group, isMapping(value) ? variablesOf(value, path) : new Map(), place)
  }

  function variablesOf(entries: Mapping, path: Path): Map<string, Variable> {
    return yamlVariables(yaml, file, entries, path)
  }
}

/** The entries of a mapping as variables with their lines. */
export function yamlVariables(
  yaml: YamlLines,
  file: string,
  entries: Mapping,
  path: Path,
): Map<string, Variable> {
  return new Map(
    Object.entries(entries).map(([key, value]) => {
      const line = yaml.lineOf([...path, key])
      return [key, { value, place: { file, ...(line === undefined ? {} : { line }) } }]
    }),
  )
}
