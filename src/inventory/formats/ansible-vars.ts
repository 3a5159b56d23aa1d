// Ansible's connection variables in this tool's words.
import { platformNamed } from '../platform-names.ts'
import { portOf, present } from '../settings.ts'
import type { InventoryHost, InventoryProblem, Place } from '../types.ts'

/** A variable and where it was said. */
export interface Variable {
  readonly value: unknown
  readonly place: Place
}
export type Variables = ReadonlyMap<string, Variable>

export interface Member {
  readonly name: string
  /** Groups, nearest first, `all` left out. */
  readonly groups: readonly string[]
  readonly variables: Variables
  readonly place: Place
}

/** Network platforms this tool does not know: such hosts are left out, a mixed inventory has servers in it. */
const TEMPLATE = /\{\{|\{%/
const SECRET = /^ansible_(?:ssh_|become_|httpapi_)?pass(?:word)?$/

/** A device from a host's variables; undefined when it is none of this tool's. */
export function deviceOf(member: Member, problems: InventoryProblem[]): InventoryHost | undefined {
  const { name, variables } = member
  const warn = (place: Place, text: string): void => {
    problems.push({ level: 'warning', ...place, text })
  }
  const text = (...keys: readonly string[]): { value: string; place: Place } | undefined => {
    for (const key of keys) {
      const found = variables.get(key)
      if (found === undefined || found.value === '' || found.value === null) continue
      const value = String(found.value)
      if (!TEMPLATE.test(value)) return { value, place: found.place }
      warn(found.place, `${name}: ${key} is a template; this tool does not fill it in`)
    }
    return undefined
  }
  for (const [key, { place }] of variables) {
    if (SECRET.test(key))
      warn(place, `${name}: ${key} is not read; give the password by prompt, file or command`)
  }
  const os = text('ansible_network_os')
  const platform = os === undefined ? undefined : platformNamed(os.value)
  if (os !== undefined && platform === undefined) {
    warn(
      member.place,
      `${name}: left out, its ansible_network_os ${JSON.stringify(os.value)} is no platform of this tool`,
    )
    return undefined
  }
  const connection = text('ansible_connection')?.value
  if (connection === 'local' || connection === 'docker' || connection === 'winrm') {
    warn(member.place, `${name}: left out, its ansible_connection is ${connection}`)
    return undefined
  }
  const portText = text('ansible_port', 'ansible_ssh_port')
  const port = portOf(portText?.value)
  if (portText !== undefined && port === undefined)
    problems.push({
      level: 'error',
      ...portText.place,
      text: `${name}: ${JSON.stringify(portText.value)} is no port`,
    })
  const jump = jumpOf(text('ansible_ssh_common_args')?.value ?? text('ansible_ssh_extra_args')?.value ?? '')
  return {
    name,
    host: text('ansible_host', 'ansible_ssh_host')?.value ?? name,
    groups: member.groups,
    tags: tagsOf(variables.get('tags')?.value),
    jump,
    ...present('port', port),
    ...present('username', text('ansible_user', 'ansible_ssh_user')?.value),
    ...present('platform', platform),
    ...present('identity', text('ansible_ssh_private_key_file', 'ansible_private_key_file')?.value),
    place: member.place,
  }
}

/** `-J a,b` or `-o ProxyJump=a,b` of the arguments Ansible hands to ssh. */
function jumpOf(args: string): string[] {
  const found = /(?:^|\s|["'])(?:-J\s*|-o\s*["']?ProxyJump[= ]\s*)([A-Za-z0-9@._:,[\]-]+)/i.exec(args)?.[1]
  return found === undefined || found === 'none' ? [] : found.split(',')
}

function tagsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' ? value.split(/[\s,]+/).filter(tag => tag !== '') : []
}
