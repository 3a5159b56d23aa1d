// Which inventory format a file is in: by its name, then by what it holds.
import { isMapping } from './yaml-lines.ts'

export const INVENTORY_FORMATS = ['smartlic', 'csv', 'ansible', 'nornir', 'list'] as const
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number]

const OWN_KEYS = ['defaults', 'credentials', 'jumps', 'groups', 'hosts']
const ANSIBLE_GROUP_KEYS = ['hosts', 'children', 'vars']

/** @param yaml the document of a .yml, .yaml or .json file */
export function formatOf(path: string, text: string, yaml: unknown): InventoryFormat | undefined {
  if (/\.(?:ya?ml|json)$/i.test(path)) return yamlFormat(yaml)
  if (/\.(?:csv|tsv)$/i.test(path)) return 'csv'
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^[#;]/.test(line))
  if (
    /\.(?:ini|cfg)$/i.test(path) ||
    lines.some(line => /^\[[^\]]+\]/.test(line) && !/^\[[0-9a-f:.%]+\](?::\d+)?$/i.test(line))
  )
    return 'ansible'
  if (/^(?:\w+[ _-]?)*(?:host|name|address|ip)\w*\s*[,;\t]/i.test(lines[0] ?? '')) return 'csv'
  return lines.some(line => /\s\w+=/.test(line)) ? 'ansible' : 'list'
}

function yamlFormat(yaml: unknown): InventoryFormat | undefined {
  if (!isMapping(yaml)) return undefined
  const keys = Object.keys(yaml)
  if (keys.includes('hosts') && keys.every(key => OWN_KEYS.includes(key)) && !looksLikeGroup(yaml['hosts']))
    return 'smartlic'
  const groups = Object.values(yaml).filter(value => value !== null)
  if (keys.includes('all') || (groups.length > 0 && groups.every(looksLikeGroup))) return 'ansible'
  if (keys.includes('hosts') && !('hostname' in (isMapping(yaml['hosts']) ? yaml['hosts'] : {})))
    return 'smartlic'
  return keys.length > 0 && Object.values(yaml).every(value => value === null || isMapping(value))
    ? 'nornir'
    : undefined
}

function looksLikeGroup(value: unknown): boolean {
  return (
    isMapping(value) &&
    Object.keys(value).some(key => ANSIBLE_GROUP_KEYS.includes(key)) &&
    !('hostname' in value)
  )
}
