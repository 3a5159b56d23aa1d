// Fixes of rules with sample values in place of templates, one a platform, for the audit of all shipped fixes.
import { isSentence } from '../../src/diagnose/remediate.ts'
import { parseTemplate } from '../../src/diagnose/template.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { Fix, Rule } from '../../src/model/rule.ts'
import { ConfigEditor } from '../../src/platforms/config/index.ts'
import { blockLines } from '../../src/platforms/types.ts'

export interface AuditedFix {
  readonly rule: Rule
  readonly platform: Platform
  readonly fix: Fix
  /** `url/callhome-http-url ios-xe 1`: for the list of offenders. */
  readonly name: string
  /** Place among the fixes for the platform. */
  readonly at: number
  readonly config: readonly string[]
  readonly admin: readonly string[]
  readonly exec: readonly string[]
  /** Empty when it is a sentence. */
  readonly undo: readonly string[]
}

export function fixesOf(rules: readonly Rule[]): AuditedFix[] {
  return rules.flatMap(rule =>
    rule.platforms.flatMap(platform =>
      (rule.fix ?? [])
        .filter(fix => fix.platforms.includes(platform))
        .map((fix, at) => ({
          rule,
          platform,
          fix,
          at,
          name: `${rule.id} ${platform} ${at + 1}`,
          config: sample(fix.config, platform),
          admin: sample(fix.admin_config, platform),
          exec: sample(fix.exec, platform),
          undo: isSentence(fix.undo) ? [] : sample(fix.undo, platform),
        })),
    ),
  )
}

const PLACEHOLDER = /<[A-Z][A-Z0-9_-]{0,30}>/g

/** Lines with a value of the right shape in every place; equal facts give equal values. */
function sample(template: string | undefined, platform: Platform): string[] {
  const filled = (template ?? '')
    .split('\n')
    .map(line =>
      parseTemplate(line)
        .parts.map(part => (typeof part === 'string' ? part : valueFor(part.path, part.filter, platform)))
        .join('')
        .replace(PLACEHOLDER, name => placeholderFor(name, platform))
        .trimEnd(),
    )
    .join('\n')
  return blockLines(filled)
}

const INTERFACE: Readonly<Record<Platform, string>> = {
  'ios-xe': 'GigabitEthernet0/0',
  'nx-os': 'Ethernet1/10',
  'ios-xr': 'MgmtEth0/RSP0/CPU0/0',
}

function valueFor(path: string, filter: string | undefined, platform: Platform): string {
  const word = path.replace(/[^a-z0-9]/g, '')
  const number = [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 200, 7) + 1
  switch (filter) {
    case 'interface':
      return INTERFACE[platform]
    case 'url':
      return `https://${word}.example.net/path`
    case 'https':
      return `https://${word}.example.net/secure`
    case 'ip':
      return `192.0.2.${number}`
    case 'number':
      return String(number)
    case 'hostname':
      return `${word}.example.net`
    default:
      return word
  }
}

function placeholderFor(name: string, platform: Platform): string {
  if (name === '<INTERFACE>') return INTERFACE[platform].replace(/0$/, '1')
  if (name === '<PORT>') return '8080'
  if (name === '<SEQUENCE>') return '15'
  return /^<(DNS|NTP|GW|IP)>$/.test(name) ? '198.51.100.1' : `x${name.slice(1, -1).toLowerCase()}`
}

export interface Typed {
  readonly text: string
  /** Lines the device would refuse. */
  readonly refused: readonly string[]
}

/** Configuration lines typed one after the other. */
export function typed(
  platform: Platform,
  text: string,
  lines: readonly string[],
  plane: 'exec' | 'admin',
): Typed {
  const editor = new ConfigEditor(platform, text, plane)
  const refused = lines.filter(line => !editor.line(line).ok)
  if (platform === 'ios-xr') editor.line('commit')
  return { text: editor.text(), refused }
}
