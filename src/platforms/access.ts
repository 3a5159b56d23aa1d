// What an account needs to run the collected commands and no others: role and AAA configuration to paste or hand over.
import type { Platform } from '../model/platform.ts'

export interface AccessBlock {
  readonly title: string
  readonly lines: readonly string[]
  /** What to know before it is used. */
  readonly notes: readonly string[]
}

const GROUP = 'smartlic'
/** They take arguments, unlike the show commands, which are given in full. */
const TESTS: ReadonlySet<string> = new Set(['ping', 'telnet'])

/**
 * @param commands every line that may be typed, set-up and logout included
 * @returns ways to allow them on the platform, the recommended one first; `<SECRET>` is for the person to fill in
 */
export function accessFor(platform: Platform, commands: readonly string[]): AccessBlock[] {
  return { 'ios-xe': iosXe, 'nx-os': nxOs, 'ios-xr': iosXr }[platform]([...new Set(commands)])
}

function iosXe(commands: readonly string[]): AccessBlock[] {
  const bare = unfiltered(commands)
  return [
    tacacs(commands, 15, [
      'Level 15 with command authorization: below it `show running-config` leaves out what the level may not configure.',
    ]),
    {
      title: 'Without a TACACS+ server: a parser view',
      lines: [
        `parser view ${GROUP}`,
        ' secret <SECRET>',
        ...bare.map(command => ` commands exec include ${command}`),
        `username ${GROUP} view ${GROUP} secret <SECRET>`,
      ],
      notes: [
        'Views need `aaa new-model` and an enable secret, and are made after `enable view`. Check with ? which forms of a command your release takes here.',
        'A view shows only the parts of the running configuration it may configure: rules that read it stay undecided.',
      ],
    },
    {
      title: 'Without views: commands lowered to level 7',
      lines: [
        ...bare
          .filter(command => command.startsWith('show'))
          .map(command => `privilege exec level 7 ${command}`),
        `username ${GROUP} privilege 7 secret <SECRET>`,
      ],
      notes: [
        'Lowering a command lowers every word before it (`show`) as well. The running configuration is cut as with a view.',
      ],
    },
  ]
}

function nxOs(commands: readonly string[]): AccessBlock[] {
  const bare = unfiltered(commands)
  return [
    {
      title: 'A role',
      lines: [
        `role name ${GROUP}`,
        '  description read-only account for licence checks',
        ...bare.map(
          (command, i) => `  rule ${i + 1} permit command ${command}${TESTS.has(command) ? ' *' : ''}`,
        ),
        `username ${GROUP} password <SECRET> role ${GROUP}`,
      ],
      notes: [
        'Filters behind | need no rule of their own. A RADIUS or TACACS+ server hands it out as shell:roles="smartlic".',
      ],
    },
    tacacs(commands, 1, [
      'Only where `aaa authorization commands default group ...` is configured; the role alone does without.',
    ]),
  ]
}

function iosXr(commands: readonly string[]): AccessBlock[] {
  return [
    {
      title: 'A task group',
      lines: [
        `taskgroup ${GROUP}`,
        ...XR_TASKS.map(task => ` task read ${task}`),
        `usergroup ${GROUP}`,
        ` taskgroup ${GROUP}`,
        `username ${GROUP}`,
        ` group ${GROUP}`,
        ' secret <SECRET>',
      ],
      notes: [
        'The tasks a command wants differ by release: `describe show license all` on the router names them (check with it before use).',
        ...(commands.some(command => TESTS.has(command))
          ? ['`ping` and `telnet` want more than reading: `describe ping` on the router names the task.']
          : []),
        ...(commands.some(command => command.startsWith('admin '))
          ? [
              '`admin show ...` wants a user of the admin plane on 32-bit images; without one those commands end as denied and the rest goes on.',
            ]
          : []),
      ],
    },
    tacacs(commands, undefined, ['The server also hands out the task group: task="#smartlic".']),
  ]
}

/** Tasks of the shown areas; unconfirmed for every release, hence the hint above. */
const XR_TASKS = [
  'aaa',
  'basic-services',
  'call-home',
  'config-services',
  'crypto',
  'interface',
  'ip-services',
  'ipv4',
  'logging',
  'static',
  'sysmgr',
  'system',
  'tty-access',
]

/** Command authorization as tac_plus writes it; other servers take the same pairs of command and pattern. */
function tacacs(
  commands: readonly string[],
  level: number | undefined,
  notes: readonly string[],
): AccessBlock {
  const byWord = new Map<string, string[]>()
  for (const command of unfiltered(commands)) {
    const [word = '', ...rest] = command.split(' ')
    byWord.set(word, [...(byWord.get(word) ?? []), rest.join(' ')])
  }
  const blocks = [...byWord].flatMap(([word, rests]) => [
    `  cmd = ${word} {`,
    ...rests.map(rest => (rest === '' ? '    permit .*' : `    permit "^${escaped(rest)}( |$)"`)),
    '    deny .*',
    '  }',
  ])
  return {
    title: 'TACACS+ command authorization (tac_plus)',
    lines: [
      `group = ${GROUP} {`,
      '  default service = deny',
      ...(level === undefined ? [] : ['  service = exec {', `    priv-lvl = ${level}`, '  }']),
      ...blocks,
      '}',
    ],
    notes: [...notes, 'Filters behind | are not part of what the server is asked about on most releases.'],
  }
}

/** Filters behind a pipe are not authorized by themselves. */
function unfiltered(commands: readonly string[]): string[] {
  return [...new Set(commands.map(command => (command.split('|')[0] ?? '').trim()))]
}

function escaped(text: string): string {
  return text.replace(/[.^$*+?()[\]{}|\\]/g, '\\$&')
}
