// The lab over real SSH: logins, prompts, echo, paging, enable, refusals, faults, and nothing left behind.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, type RunningDevice, startLab } from '../../src/lab/server.ts'
import { connect, openShell } from './client.ts'

const IDS = ['xe-classic-direct', 'nx-classic-direct', 'xr-classic-direct']
let lab: Lab
const device = (id: string): RunningDevice => {
  const found = lab.devices.find(entry => entry.id === id)
  if (found === undefined) throw new Error(`the lab does not serve ${id}`)
  return found
}

beforeAll(async () => {
  lab = await startLab({
    devices: IDS,
    faults: {
      'nx-classic-direct': {
        'show license usage': { cutAfterBytes: 40 },
        'show license status': { deny: true },
        'show clock': { hangAfterBytes: 5 },
        'show version': { delayMs: 5, dripMs: 0, times: 1 },
      },
    },
  })
})
afterAll(async () => await lab.close())

describe('logging in', () => {
  test('a password or keyboard-interactive opens a session, a wrong password does not', async () => {
    for (const keyboard of [true, false]) (await connect(device('xr-classic-direct'), { keyboard })).end()
    await expect(connect(device('xe-classic-direct'), { password: 'wrong' })).rejects.toThrow()
    await expect(
      connect(device('xe-classic-direct'), { password: 'wrong', keyboard: true }),
    ).rejects.toThrow()
  })

  test('known_hosts text names every device once, with the key the server shows', () => {
    const lines = lab.knownHosts.trim().split('\n')
    expect(lines).toHaveLength(IDS.length)
    for (const entry of lab.devices) expect(lines).toContain(`[127.0.0.1]:${entry.port} ${entry.hostKey}`)
  })
})

describe('IOS XE', () => {
  test('starts at >, pages, refuses configuration until enable, caret below the word', async () => {
    const shell = await openShell(device('xe-classic-direct'))
    expect(await shell.until('acc-sw-101>')).toContain('ACME Corp > Campus')
    const refused = await shell.send('show running-config\r', 'acc-sw-101>')
    const caret = 'acc-sw-101>show '.length
    expect(refused).toBe(
      `show running-config\r\n${' '.repeat(caret)}^\r\n% Invalid input detected at '^' marker.\r\n\r\nacc-sw-101>`,
    )
    expect(await shell.send('enable\r', 'Password: ')).not.toContain('lab-enable')
    expect(await shell.send('wrong\r', 'Password: ')).not.toContain('wrong')
    await shell.send('lab-enable\r', 'acc-sw-101#')
    const firstPage = await shell.send('show run\r', ' --More-- ')
    expect(firstPage.split('\r\n').length).toBe(25)
    expect(await shell.send(' ', ' --More-- ')).toMatch(/^\x08+ +\x08+/)
    await shell.send('q', 'acc-sw-101#')
    await shell.send('terminal length 0\r', 'acc-sw-101#')
    expect(await shell.send('sh run\r', '\r\nend\r\nacc-sw-101#')).not.toContain('--More--')
    shell.end()
    await shell.closed
    expect(device('xe-classic-direct').received).toEqual([
      'show running-config',
      'enable',
      'show run',
      'terminal length 0',
      'sh run',
    ])
  })

  test('line editing: backspace, control-C, an empty line draws the prompt again', async () => {
    const shell = await openShell(device('xe-classic-direct'))
    await shell.until('acc-sw-101>')
    await shell.send('show clockx\x7f\r', 'acc-sw-101>')
    expect(device('xe-classic-direct').received.at(-1)).toBe('show clock')
    await shell.send('nonsense\x03', 'acc-sw-101>')
    expect(await shell.send('\r', 'acc-sw-101>')).toBe('\r\nacc-sw-101>')
    await shell.send('exit\r', 'exit\r\n')
    await shell.closed
  })
})

describe('IOS XR', () => {
  test('a time line stands before each answer until it is turned off', async () => {
    const shell = await openShell(device('xr-classic-direct'), { rows: 500 })
    const prompt = 'RP/0/RSP0/CPU0:pe-301#'
    await shell.until(`\n${prompt}`)
    const stamped = await shell.send('admin show license pool\r', `\n${prompt}`)
    expect(stamped).toMatch(
      /pool\r\n(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} .* UTC\r\nAssigned Pool Info: Core\r\n/,
    )
    await shell.send('terminal exec prompt no-timestamp\r', prompt)
    expect(await shell.send('admin show license pool\r', `\n${prompt}`)).toBe(
      `admin show license pool\r\nAssigned Pool Info: Core\r\n${prompt}`,
    )
    expect(await shell.send('show license status\r', prompt)).toContain(
      "% Invalid input detected at '^' marker.",
    )
    shell.end()
  })
})

describe('NX-OS and faults', () => {
  test('the prompt starts with a carriage return; a denied command says so', async () => {
    const shell = await openShell(device('nx-classic-direct'))
    await shell.until('\rleaf-201# ')
    const denied = await shell.send('show license status\r', '\rleaf-201# ')
    expect(denied).toContain('% Permission denied for the role')
    expect(denied).not.toContain('REGISTERED')
    const unknown = await shell.send('show licence\r', '\rleaf-201# ')
    expect(unknown).toContain(`${' '.repeat('leaf-201# show '.length)}^\r\n% Invalid command at '^' marker.`)
    expect(await shell.send('show version\r', '\rleaf-201# ')).toContain('9.3(5)')
    shell.end()
  })

  test('a cut answer ends the connection after exactly so many bytes', async () => {
    const shell = await openShell(device('nx-classic-direct'))
    await shell.until('\rleaf-201# ')
    const from = shell.all().length
    await expect(shell.send('show license usage\r', '\rleaf-201# ')).rejects.toThrow('closed')
    expect(shell.all().slice(from + 'show license usage\r\n'.length)).toHaveLength(40)
  })

  test('a hanging answer shows its first bytes and no prompt; closing the lab ends it', async () => {
    const own = await startLab({
      devices: ['nx-classic-direct'],
      faults: { '*': { 'show clock': { hangAfterBytes: 6 } } },
    })
    const only = own.devices[0]
    if (only === undefined) throw new Error('no device')
    const shell = await openShell(only)
    await shell.until('\rleaf-201# ')
    expect(await shell.send('show clock\r', ':')).toMatch(/^show clock\r\n\d\d:\d\d:$/)
    await own.close()
    await shell.closed
    await expect(connect(only)).rejects.toThrow()
  })

  test('exec runs one command and closes', async () => {
    const client = await connect(device('nx-classic-direct'))
    const output = await new Promise<string>((resolve, reject) => {
      client.exec('show license all', (error, channel) => {
        if (error !== undefined) return reject(error)
        let text = ''
        channel.on('data', (data: Buffer) => {
          text += data.toString()
        })
        channel.on('close', () => resolve(text))
      })
    })
    expect(output).toContain('Status: REGISTERED')
    client.end()
  })
})

test('a connection fault drops the first connection only', async () => {
  const own = await startLab({
    devices: ['xe-classic-direct'],
    faults: { '*': { '@connect': { cutAfterBytes: 0, times: 1 } } },
  })
  const only = own.devices[0]
  if (only === undefined) throw new Error('no device')
  await expect(connect(only)).rejects.toThrow()
  ;(await connect(only)).end()
  expect(only.logins.count).toBe(1)
  await own.close()
})
