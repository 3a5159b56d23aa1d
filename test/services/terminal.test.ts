// A person at the terminal is asked for the password, the host key and the one-time code, and may stop with Ctrl-C.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { services, toolMissing } from './available.ts'
import { QUICK } from './cli.ts'
import { makeKey } from './keys.ts'
import { moduleMissing } from './pam.ts'
import { connections, descendants, settled } from './processes.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { atTerminal, scriptMissing } from './terminal.ts'

const PASSWORD = 'battery-staple-17'
const SEED = '3132333435363738393031323334353637383930'
const device = 'nx-classic-direct'
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'smartlic-person-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

services(
  'a person at the terminal, a password and a one-time code',
  () => {
    let server: Sshd
    beforeAll(async () => {
      const users = join(dir, 'users.oath')
      writeFileSync(users, `HOTP ${userInfo().username} - ${SEED}\n`, { mode: 0o600 })
      const auth = [`auth required pam_oath.so usersfile=${users} window=1 digits=6`]
      server = await startSshd({ device, password: PASSWORD, pam: { auth } })
    })
    afterAll(async () => await server?.stop())

    test('T12 T14 T15 T16 asks for all three, shows the fingerprint, and never what was typed', async () => {
      const code = execFileSync('oathtool', ['--hotp', '-d', '6', '-c', '0', SEED], {
        encoding: 'utf8',
      }).trim()
      const result = await atTerminal([server.target, ...QUICK], async person => {
        await person.answer(/password of \S+/, `${PASSWORD}\r`)
        await person.answer(/is not known.*SHA256:[A-Za-z0-9+/]{43}/s, 'y')
        await person.answer(/asks: One-time password/, `${code}\r`)
      })
      expect(result.report?.devices[0]?.problem, result.screen).toBeUndefined()
      expect(result.knownHosts).toBe(server.knownHosts)
      expect(result.screen).not.toContain(PASSWORD)
      expect(result.screen).not.toContain(code)
      expect(server.log()).toContain('Accepted keyboard-interactive/pam for')
      expect(server.log()).not.toContain('Failed')
    })

    test('T12 the person does not trust the host key: no password is sent, nothing is stored', async () => {
      const before = server.log().length
      const result = await atTerminal([server.target, ...QUICK], async person => {
        await person.answer(/password of \S+/, `${PASSWORD}\r`)
        await person.answer(/is not known/, 'n')
      })
      expect(result.code).toBe(3)
      expect(result.report?.devices[0]?.problem?.kind).toBe('hostkey-unknown')
      expect(result.knownHosts).toBe('')
      expect(server.log().slice(before)).not.toMatch(/Accepted|Failed|Postponed/)
    })
  },
  scriptMissing() ?? moduleMissing('pam_oath.so') ?? toolMissing('oathtool'),
)

services(
  'Ctrl-C on the keyboard',
  () => {
    test('T8 T35 once: the report of what was read, and the session is closed', async () => {
      const key = makeKey(dir, 'user')
      const faults = { 'show license all': { hangAfterBytes: 200 } }
      const server = await startSshd({ device, authorized: [key.public], faults })
      try {
        const args = [server.target, '--identity', key.file, '--host-key', 'accept-new', ...QUICK]
        const result = await atTerminal(args, async person => {
          expect(await settled(() => server.received().includes('show license all'), 60_000)).toBe(true)
          await person.answer(/show license all/, '\x03')
        })
        const [stopped] = result.report?.devices ?? []
        expect(stopped?.problem?.kind, result.screen).toBe('stopped')
        const status = new Map(stopped?.captures.map(({ command, status }) => [command, status]))
        expect(status.get('show version')).toBe('ok')
        expect(status.get('show license all')).toBe('truncated')
        const isGone = (): boolean => descendants(server.pid).length === 0 && connections(server.port) === 0
        expect(await settled(isGone)).toBe(true)
      } finally {
        await server.stop()
      }
    })
  },
  scriptMissing(),
)
