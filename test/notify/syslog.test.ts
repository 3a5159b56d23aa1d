// Lines of syslog: one line each whatever a device says, by RFC 5424 to a server.
import { createSocket, type Socket } from 'node:dgram'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { syslogLines } from '../../src/notify/syslog/lines.ts'
import { rfc5424, sendSyslog, syslogTarget } from '../../src/notify/syslog/send.ts'
import { PAYLOADS } from '../report/hostile.ts'
import { changedReport, hostile, notice, noticeFrom } from './sample.ts'

/** RFC 5424 section 6, as a strict receiver reads it. */
const MESSAGE =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) - \ufeff([^\n]*)$/s

describe('lines', () => {
  test('the run, then one a change, worst severity first', () => {
    expect(syslogLines(notice)).toEqual([
      {
        severity: 2,
        text: 'job night: 1 critical, 1 unknown, 1 new, 1 gone (leaf-221: Call Home sends to Cisco over plain HTTP)',
      },
      { severity: 2, text: 'device="leaf-221" status=critical status: critical (healthy before)' },
      {
        severity: 2,
        text: 'device="leaf-221" status=critical new: critical: Call Home sends to Cisco over plain HTTP: http://tools.cisco.com/its (callhome-http-url)',
      },
      {
        severity: 5,
        text: 'device="leaf-221" status=critical gone: warning: No name server (dns-no-server)',
      },
      {
        severity: 4,
        text: 'device="10.20.0.99" status=unknown unreadable: 10.20.0.99 port 22 refused the connection. Check that SSH is enabled there and that an access list permits this computer.',
      },
    ])
  })

  test.each(Object.entries(PAYLOADS))('%s', (_name, payload) => {
    for (const line of syslogLines(hostile(payload))) {
      expect(line.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
      expect(Buffer.byteLength(line.text)).toBeLessThanOrEqual(900)
      expect(line.text).toMatch(/^(?:device="[^"\\]*" status=\w+ \w+: |job )/)
      expect(rfc5424(line, new Date(0), 'noc-1', 7)).toMatch(MESSAGE)
    }
  })

  test('are bounded', () => {
    const [device] = changedReport.devices
    if (device === undefined) throw new Error('no device')
    const lines = syslogLines(noticeFrom({ ...changedReport, devices: Array(1_000).fill(device) }))
    expect(lines.length).toBeLessThan(510)
    expect(lines.at(-1)?.text).toBe('2500 more lines are left out')
  })
})

describe('to a server', () => {
  let receiver: Socket | undefined
  afterEach(() => {
    receiver?.close()
    receiver = undefined
  })

  test('each line is a datagram of RFC 5424', async () => {
    const socket = createSocket('udp4')
    receiver = socket
    const got: string[] = []
    const all = new Promise<void>(resolve => {
      socket.on('message', message => {
        got.push(message.toString())
        if (got.length === 2) resolve()
      })
    })
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
    await sendSyslog({ kind: 'udp', host: '127.0.0.1', port: socket.address().port }, [
      { severity: 2, text: 'grün' },
      { severity: 5, text: 'b' },
    ])
    await all
    const read = got.map(text => MESSAGE.exec(text)).sort((a, b) => Number(a?.[1]) - Number(b?.[1]))
    expect(read.map(match => [match?.[1], match?.[4], match?.[7]])).toEqual([
      ['26', 'smartlic', 'grün'],
      ['29', 'smartlic', 'b'],
    ])
  })

  test('a name nobody knows', async () => {
    const target = { kind: 'udp', host: 'no-such-host.invalid', port: 514 } as const
    await expect(sendSyslog(target, [])).rejects.toThrow(/^syslog: no-such-host\.invalid cannot be looked up/)
  })
})

describe('to this computer', () => {
  const path = process.env['PATH']
  let dir = ''
  afterEach(() => {
    process.env['PATH'] = path
    rmSync(dir, { recursive: true, force: true })
  })

  function withLogger(script: string | undefined): void {
    dir = mkdtempSync(join(tmpdir(), 'smartlic-logger-'))
    if (script !== undefined) {
      writeFileSync(join(dir, 'logger'), `#!/bin/sh\n${script}\n`)
      chmodSync(join(dir, 'logger'), 0o755)
    }
    process.env['PATH'] = `${dir}:/nowhere`
  }

  test('where the program logger is missing it is said plainly', async () => {
    withLogger(undefined)
    await expect(sendSyslog({ kind: 'local' }, [])).rejects.toThrow('the program logger is not installed')
  })

  test('what logger says against it is told', async () => {
    withLogger('echo "logger: socket /dev/log: no" >&2; exit 1')
    await expect(sendSyslog({ kind: 'local' }, [{ severity: 2, text: 'a' }])).rejects.toThrow(
      /logger could not hand over the lines \(logger: socket \/dev\/log: no\); check that a syslog daemon/,
    )
  })

  test('nothing of a line becomes an argument', async () => {
    withLogger('for a in "$@"; do echo "$a"; done > "$0.args"; while read -r l; do echo "$l"; done > "$0.in"')
    await sendSyslog({ kind: 'local', socket: '/run/x' }, [{ severity: 2, text: '--socket $(id) ;' }])
    expect(readFileSync(join(dir, 'logger.in'), 'utf8')).toBe('<26>--socket $(id) ;\n')
    expect(readFileSync(join(dir, 'logger.args'), 'utf8')).not.toContain('$(id)')
  })
})

test.each([
  ['local', { kind: 'local' }],
  ['/run/x', { kind: 'local', socket: '/run/x' }],
  ['log.example.net', { kind: 'udp', host: 'log.example.net', port: 514 }],
  ['10.0.0.1:5514', { kind: 'udp', host: '10.0.0.1', port: 5514 }],
  ['[2001:db8::1]:514', { kind: 'udp', host: '2001:db8::1', port: 514 }],
])('--syslog %s', (word, target) => {
  expect(syslogTarget(word)).toEqual(target)
})

test.each(['', '-x', 'a b', 'a:0', 'a:99999', 'a:b', '2001:db8::1', '$(id)'])('not --syslog %j', word => {
  expect(() => syslogTarget(word)).toThrow('is no target')
})
