// Every fix of every shipped rule: there for each platform, safe to paste, honest about its price, and taken back by its undo.
import { describe, expect, test } from 'vitest'
import { shippedRules } from '../../src/app/rules.ts'
import { HINTS } from '../../src/diagnose/fixplan/placeholders.ts'
import { placeholdersIn } from '../../src/diagnose/template.ts'
import { isExecLine } from '../../src/platforms/config/index.ts'
import { type AuditedFix, fixesOf, typed } from './fix-audit.ts'

const { rules } = (await shippedRules()).set
const fixes = fixesOf(rules)

/** Names of the fixes for which the check says something. */
function offenders(check: (audited: AuditedFix) => string | undefined): string[] {
  return fixes.flatMap(audited => {
    const problem = check(audited)
    return problem === undefined ? [] : [`${audited.name}: ${problem}`]
  })
}

const isTyped = ({ config, admin, exec }: AuditedFix): boolean =>
  config.length + admin.length + exec.length > 0

describe('every cause', () => {
  const causes = rules.filter(rule => rule.role === 'cause')

  test('has a fix for each platform it applies to', () => {
    const without = causes.flatMap(rule =>
      rule.platforms
        .filter(platform => !(rule.fix ?? []).some(fix => fix.platforms.includes(platform)))
        .map(platform => `${rule.id} ${platform}`),
    )
    expect(without).toEqual([])
  })

  test('has one that does not hang on a single condition', () => {
    const conditional = causes.flatMap(rule =>
      rule.platforms
        .filter(platform => {
          const own = (rule.fix ?? []).filter(fix => fix.platforms.includes(platform))
          return own.length === 1 && own[0]?.when !== undefined
        })
        .map(platform => `${rule.id} ${platform}`),
    )
    expect(conditional).toEqual([])
  })
})

describe('every fix', () => {
  test('that is typed can be checked afterwards', () => {
    const unchecked = offenders(audited => {
      const checks = (audited.rule.verify ?? []).filter(
        one => one.platforms === undefined || one.platforms.includes(audited.platform),
      )
      const changes = isTyped(audited) && !audited.exec.every(line => /^(admin )?show /.test(line))
      return changes && checks.length === 0 ? 'no verify for the platform' : undefined
    })
    expect(unchecked).toEqual([])
  })

  test('of medium or high risk says what it costs', () => {
    expect(
      offenders(({ fix }) =>
        ['medium', 'high'].includes(fix.risk) && /^none\b/i.test(fix.impact) ? 'impact is none' : undefined,
      ),
    ).toEqual([])
  })

  test('that is a second way says so in its title, and the first does not', () => {
    expect(
      offenders(({ fix, at }) => {
        const or = /^Or /.test(fix.title ?? '')
        if (at === 0 && or && fix.when === undefined) return 'the first way is titled "Or ..."'
        if (at > 0 && !or && fix.when === undefined) return 'a further way without "Or ..." in its title'
        return undefined
      }),
    ).toEqual([])
  })

  test('has a hint for each placeholder', () => {
    expect(
      offenders(({ fix }) => {
        const lines = [fix.config, fix.admin_config, fix.exec, fix.undo].join('\n').split('\n')
        const told = (fix.steps ?? []).join('\n')
        const open = placeholdersIn(lines).filter(
          name => !Object.hasOwn(HINTS, name) && !told.includes(`\`${name}\` is `),
        )
        return open.length === 0 ? undefined : open.join(', ')
      }),
    ).toEqual([])
  })
})

/** Lines with a price, and what the fix must at least admit to. */
const TRADE_OFFS: readonly (readonly [RegExp, readonly string[], RegExp])[] = [
  [/revocation-check none|crl optional/, ['medium', 'high'], /revoked|trust/i],
  [/no http secure server-identity-check|secure-verify-peer disable/, ['medium', 'high'], /server/i],
  [/^license smart register .*\bforce\b/, ['medium', 'high'], /registration/],
  [/^license smart trust .*\bforce\b/, ['low', 'medium', 'high'], /trust code/],
  [/^license smart deregister/, ['medium', 'high'], /licences are given back|registration/],
  [/^license smart conversion/, ['medium', 'high'], /once/],
  [/^license smart (factory reset|reservation return)/, ['high'], /./],
  [/^license smart reservation cancel/, ['medium', 'high'], /request code/],
  [/^\s*no shutdown\b/, ['medium', 'high'], /interface/],
  [/0\.0\.0\.0(\/0| 0\.0\.0\.0) /, ['medium', 'high'], /traffic/],
  [/^license smart transport off/, ['low', 'medium', 'high'], /by hand/],
  [/trustpoint LicRoot/, ['low', 'medium', 'high'], /trust/],
]

test('every trade-off is said', () => {
  expect(
    offenders(({ config, admin, exec, fix }) => {
      const lines = [...config, ...admin, ...exec.map(line => line.replace(/^admin /, ''))]
      for (const [shape, risks, words] of TRADE_OFFS) {
        const line = lines.find(one => shape.test(one))
        if (line === undefined) continue
        if (!risks.includes(fix.risk)) return `\`${line.trim()}\` is of risk ${fix.risk}`
        if (!words.test(fix.impact)) return `\`${line.trim()}\`: impact says "${fix.impact}"`
      }
      return undefined
    }),
  ).toEqual([])
})

/**
 * What an undo may leave behind: switched on by default, needed by nobody else, or the device may have had it before and taking
 * it away would do more than the fix did.
 */
const HARMLESS: readonly RegExp[] = [
  /^\s*(call-home|callhome|profile .*|service call-home|service active|active|enable)$/,
  /^\s*(contact-email-addr|email-contact) sch-smart-licensing@cisco\.com$/,
  /^\s*(destination transport-method http|reporting smart-licensing-data)$/,
  /^ip domain.lookup$/,
  // An address is not used while another transport is.
  /^license smart url /,
]

/** Nothing like this is ever printed for a person to paste, in whichever mode. */
const DANGEROUS: readonly RegExp[] = [
  /^(do )?reload\b/,
  /^(do )?(write erase|erase|delete|format|squeeze|fsck|install|hw-module|power|issu)\b/,
  /^(no )?boot\b/,
  /^crypto key (zeroize|generate)/,
  /^license smart (factory|erase|mfg)\b/,
  /^shutdown$/,
  /^no (ip address|ipv4 address|ipv6 address|switchport|vrf forwarding|vrf member)\b/,
  /^(configure replace|rollback|clear (ip route|arp|ip bgp|line)|debug all|default )/,
  /^commit (replace|force)/,
]

/** Nor this on the top level: routing, access to the device and whole blocks stay. */
const DANGEROUS_AT_TOP: readonly RegExp[] = [
  /^no (ip routing|router|interface|vrf|vlan|feature|hostname|call-home|callhome|ip name-server$)/,
  /^(no )?(aaa|username|enable|tacacs|radius|line|snmp-server|access-list|control-plane|transport)\b/,
  /^no (ip|ipv4|ipv6) access-list\b/,
  /^(no )?(ip )?ssh\b|^no (ip )?telnet\b/,
]

/** Routes are taken away only by the undo of a fix that adds them. */
function removesRoute(line: string, added: readonly string[]): boolean {
  const [, route] = /^no (ipv?6? ?route .+|\d\S+\/\d+ .+)$/.exec(line.trim()) ?? []
  return route !== undefined && !added.some(other => other.trim() === route)
}

describe('what is pasted', () => {
  test.each(['config', 'admin', 'exec', 'undo'] as const)('%s lines hold nothing dangerous', part => {
    expect(
      offenders(audited => {
        const line = audited[part].find(one => {
          const text = one.trim().replace(/^admin /, '')
          const top = one === one.trimStart()
          return (
            DANGEROUS.some(shape => shape.test(text)) ||
            (top && DANGEROUS_AT_TOP.some(shape => shape.test(text))) ||
            removesRoute(one, part === 'undo' ? audited.config : [])
          )
        })
        return line === undefined ? undefined : `\`${line.trim()}\``
      }),
    ).toEqual([])
  })

  test('an access list is only opened', () => {
    expect(
      offenders(({ config }) => {
        const at = config.findIndex(line => /^(ip|ipv4) access-list /.test(line))
        if (at < 0) return undefined
        const line = config
          .slice(at + 1)
          .find(one => !/^ \d+ permit tcp any eq 443 any established$/.test(one))
        return line === undefined ? undefined : `\`${line.trim()}\``
      }),
    ).toEqual([])
  })

  test('the checks themselves find what they are for', () => {
    const bad = [
      'reload',
      'write erase',
      ' shutdown',
      'delete flash:x',
      'crypto key zeroize rsa',
      'license smart factory reset',
    ]
    for (const line of bad)
      expect(
        DANGEROUS.some(shape => shape.test(line.trim())),
        line,
      ).toBe(true)
    const top = [
      'no ip routing',
      'no username admin',
      'aaa new-model',
      'no interface Vlan1',
      'line vty 0 4',
      'no call-home',
    ]
    for (const line of top)
      expect(
        DANGEROUS_AT_TOP.some(shape => shape.test(line)),
        line,
      ).toBe(true)
    expect(removesRoute('no ip route 0.0.0.0/0 192.0.2.1', [])).toBe(true)
    expect(removesRoute('no ip route 0.0.0.0/0 192.0.2.1', ['ip route 0.0.0.0/0 192.0.2.1'])).toBe(false)
  })

  test('configuration is known to the platform, and so is its undo', () => {
    expect(
      offenders(({ platform, config, admin, undo, fix }) => {
        const refused = [
          ...typed(platform, '', config, 'exec').refused,
          ...typed(platform, '', admin, 'admin').refused,
          ...(fix.config === undefined ? [] : typed(platform, '', undo, 'exec').refused),
          ...(fix.admin_config === undefined ? [] : typed(platform, '', undo, 'admin').refused),
        ]
        return refused.length === 0 ? undefined : refused.map(line => `\`${line.trim()}\``).join(', ')
      }),
    ).toEqual([])
  })

  test('exec lines are exec lines', () => {
    expect(
      offenders(({ platform, exec, undo, fix }) => {
        const lines = fix.config === undefined && fix.admin_config === undefined ? [...exec, ...undo] : exec
        const strange = lines.filter(line => !isExecLine(platform, line))
        return strange.length === 0 ? undefined : strange.join(', ')
      }),
    ).toEqual([])
  })

  test('the undo brings back the configuration there was', () => {
    expect(
      offenders(({ platform, config, admin, undo }) => {
        if (undo.length === 0 || config.length + admin.length === 0) return undefined
        const plane = config.length > 0 ? 'exec' : 'admin'
        const lines = config.length > 0 ? config : admin
        const before = typed(platform, '', undo, plane).text
        const after = typed(platform, before, lines, plane).text
        const back = typed(platform, after, undo, plane).text
        const left = back
          .split('\n')
          .filter(line => !before.split('\n').includes(line) && !HARMLESS.some(shape => shape.test(line)))
        const gone = before.split('\n').filter(line => !back.split('\n').includes(line))
        if (after === before) return 'the fix changes nothing of what the undo leaves'
        return left.length + gone.length === 0
          ? undefined
          : [
              ...left.map(line => `leaves \`${line.trim()}\``),
              ...gone.map(line => `loses \`${line.trim()}\``),
            ].join(', ')
      }),
    ).toEqual([])
  })
})
