// Simulated devices of the three platforms whose every answer carries planted secrets, and the secrets of a run itself.
import { loadDevices } from '../../../src/lab/load.ts'
import type { Faults, LabDevice } from '../../../src/lab/types.ts'
import { capturesOf } from '../../lab/captures.ts'
import { type Canary, canariesOf } from '../../redact/canaries.ts'

/** What a run logs in with and tells others with; no byte of it may be written anywhere. */
export const OWN = {
  password: 'Tr0ub4dor-and-3Zq',
  enable: 'en4ble-Zauber-Xw7',
  code: 'otp914Kx7Qm2',
  passphrase: 'kee-Passf4ltr-Vn',
  smtpUser: 'mailacc7Jw4bZ',
  smtpPassword: 'smtpPw93kdLqZ',
  webhook: 'whkT0ken8f3kQz',
} as const

const IDS = ['xe-callhome-http-url', 'nx-known-issue-1', 'xr-callhome-failed-dns'] as const

/** Answers that hold the whole table; the others hold a part of it, each another one. */
const WHOLE = /^show (?:running-config|license all|logging|log)$/
const SLICE = 12

/** The reason a device gives for a failure: rules and reports quote it. */
const QUOTED: Canary = {
  template: 'the reason of a failure',
  text: 'no answer from https://netops:qTz8LmNp4RtZ7@gw.example.net/its?token=wB5kQn7TxRz2Lm',
  secrets: ['qTz8LmNp4RtZ7', 'wB5kQn7TxRz2Lm'],
}

/** Small answers that come byte by byte. */
export const DRIPPED: Faults = {
  'show clock': { dripMs: 1, chunkBytes: 1 },
  'show clock detail': { dripMs: 1, chunkBytes: 1 },
}

export interface Planted {
  readonly devices: readonly LabDevice[]
  readonly canaries: readonly Canary[]
}

/** @param own whether the devices repeat what was typed at the login, too: saved output holds nothing of a run */
export function plantedDevices(now: Date, own: boolean): Planted {
  const canaries: Canary[] = [QUOTED]
  const devices = loadDevices(undefined, [...IDS]).map((device, turn) => {
    const table = canariesOf(device.persona, 11 + turn)
    canaries.push(...table)
    return planted(device, table, now, own ? [OWN.password, OWN.enable] : [])
  })
  return { devices, canaries }
}

function planted(base: LabDevice, table: readonly Canary[], now: Date, typed: readonly string[]): LabDevice {
  const quoted = `${QUOTED.text} as ${typed.join(' or ')}`
  const device = {
    ...base,
    logging: [
      ...base.logging,
      `{{now-1h|log}}: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart Software Manager (CSSM) : ${quoted}`,
    ],
  }
  const answers: Record<string, string> = {}
  let from = 0
  for (const { command, status, text } of capturesOf(device, now).captures) {
    if (status !== 'ok') continue
    const some = WHOLE.test(command) ? table : [...table, ...table].slice(from, from + SLICE)
    from = (from + SLICE) % table.length
    const lines = [...some.map(one => wrapped(one.text)), ...typed.map(word => `login was ${word} here`)]
    const own = text.replace(/(failure reason:) .*/gi, `$1 ${quoted}`).replace(/\n*$/, '\n')
    answers[command] = `${own}!\n${lines.join('\n!\n')}\n!\n`
  }
  // A refusal that repeats what was typed, with a secret in it.
  const refused = table.find(({ text }) => /^username .* (?:password|secret) 0 /.test(text))
  answers['show ntp status'] = `% Invalid command: ${typed.join(' ')} ${refused?.text ?? ''}\n`
  return {
    ...device,
    answers: { ...device.answers, ...answers },
    banner: [...table.slice(0, 30).map(one => one.text), ...typed].join('\n'),
    login: {
      ...device.login,
      password: OWN.password,
      ...(device.persona === 'ios-xe' ? { enable_secret: OWN.enable } : {}),
    },
  }
}

/** As a terminal of 80 columns prints it. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(/.{80}(?=.)/g, '$&\n'))
    .join('\n')
}
