// Commands that do something, typed over SSH: licensing, ping and telnet, certificates, the questions they ask.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, type RunningDevice, startLab } from '../../src/lab/server.ts'
import { type LabShell, openShell } from './client.ts'

let lab: Lab
const device = (id: string): RunningDevice => {
  const found = lab.devices.find(entry => entry.id === id)
  if (found === undefined) throw new Error(`the lab does not serve ${id}`)
  return found
}
const IDS = [
  'xe-dns-no-name-server',
  'xe-product-already-registered',
  'nx-classic-direct',
  'xr-deregistered',
  'xe-quovadis-root-missing',
]

beforeAll(async () => {
  lab = await startLab({ devices: IDS })
})
afterAll(async () => await lab.close())

async function at(id: string, prompt: string): Promise<LabShell> {
  const shell = await openShell(device(id), { rows: 0 })
  await shell.until(prompt)
  await shell.send('terminal length 0\r', prompt)
  return shell
}

describe('ping and telnet', () => {
  test('IOS XE: a name nobody knows, an address that answers, a port that is open', async () => {
    const shell = await at('xe-dns-no-name-server', 'acc-sw-131#')
    expect(await shell.send('ping tools.cisco.com\r', '#')).toContain('% Unrecognized host or address')
    for (const line of ['configure terminal', 'ip name-server 192.0.2.53', 'end'])
      await shell.send(`${line}\r`, '#')
    expect(await shell.send('ping tools.cisco.com\r', '#')).toContain('Success rate is 100 percent (5/5)')
    expect(await shell.send('ping vrf Mgmt-vrf 203.0.113.38\r', '#')).toContain('Success rate is 0 percent')
    expect(await shell.send('telnet tools.cisco.com 443\r', '#')).toContain('Open')
    expect(await shell.send('telnet tools.cisco.com 8443\r', '#')).toContain('% Connection timed out')
    shell.end()
  })

  test('NX-OS in a VRF', async () => {
    const shell = await at('nx-classic-direct', 'leaf-201# ')
    expect(await shell.send('ping tools.cisco.com vrf management\r', '# ')).toContain(
      '5 packets received, 0.00% packet loss',
    )
    expect(await shell.send('ping tools.cisco.com\r', '# ')).toContain('unknown host tools.cisco.com')
    expect(await shell.send('telnet tools.cisco.com 443 vrf management\r', '# ')).toContain(
      'Connected to tools.cisco.com.',
    )
    shell.end()
  })
})

describe('licensing', () => {
  test('a mended device renews, and its state says so', async () => {
    const shell = await at('xe-dns-no-name-server', 'acc-sw-131#')
    for (const line of ['configure terminal', 'ip name-server 192.0.2.53', 'end'])
      await shell.send(`${line}\r`, '#')
    await shell.send('license smart renew auth\r', '#')
    expect(await shell.send('show license status\r', '\nacc-sw-131#')).toContain(
      'Last Communication Attempt: SUCCEEDED on',
    )
    shell.end()
  })

  test('an already registered unit wants force', async () => {
    const shell = await at('xe-product-already-registered', 'acc-sw-121#')
    expect(await shell.send('license smart renew auth\r', '#')).toContain('not registered')
    await shell.send('license smart register idtoken T0ken\r', '#')
    expect(await shell.send('show license summary\r', '\nacc-sw-121#')).toContain(
      'Product Already Registered',
    )
    await shell.send('license smart register idtoken T0ken force\r', '#')
    expect(await shell.send('show license summary\r', '\nacc-sw-121#')).toContain('Status: REGISTERED')
    shell.end()
  })

  test('on 32-bit IOS XR it belongs to the admin plane', async () => {
    const prompt = 'RP/0/RSP0/CPU0:pe-329#'
    const shell = await at('xr-deregistered', prompt)
    expect(await shell.send('license smart register idtoken T0ken\r', prompt)).toContain('% Invalid input')
    await shell.send('admin license smart register idtoken T0ken\r', prompt)
    expect(await shell.send('admin show license register-status\r', prompt)).toContain('Completed')
    shell.end()
  })
})

describe('certificates', () => {
  test('the trustpool is imported and cleaned in configuration mode', async () => {
    const shell = await at('xe-quovadis-root-missing', 'acc-sw-138#')
    const pool = async (): Promise<string> => await shell.send('show crypto pki trustpool\r', '\nacc-sw-138#')
    expect(await pool()).not.toContain('IdenTrust')
    await shell.send('configure terminal\r', '(config)#')
    const said = await shell.send(
      'crypto pki trustpool import url http://www.cisco.com/security/pki/trs/ios_core.p7b\r',
      '(config)#',
    )
    expect(said).toContain('% PEM files import succeeded.')
    await shell.send('end\r', 'acc-sw-138#')
    expect(await pool()).toContain('cn=IdenTrust Commercial Root CA 1')
    shell.end()
  })

  test('a certificate is pasted, and accepted or not', async () => {
    const shell = await at('xe-quovadis-root-missing', 'acc-sw-138#')
    for (const line of ['configure terminal', 'crypto pki trustpoint LicRoot', 'exit'])
      await shell.send(`${line}\r`, '#')
    await shell.send('crypto pki authenticate LicRoot\r', 'itself\r\n\r\n')
    await shell.send('MIIB\r', 'MIIB\r\n')
    await shell.send('\r', '[yes/no]: ')
    expect(await shell.send('no\r', '(config)#')).toContain('rejected')
    shell.end()
  })
})

test('the clock is set', async () => {
  const shell = await at('nx-classic-direct', 'leaf-201# ')
  for (const line of ['configure terminal', 'no ntp server 192.0.2.123 use-vrf management', 'end'])
    await shell.send(`${line}\r`, '# ')
  await shell.send('clock set 10:20:30 4 March 2030\r', '# ')
  expect(await shell.send('show clock\r', '# ')).toMatch(/^show clock\r\n10:.* UTC Mon Mar 4 2030/)
  expect(await shell.send('clock set soon it is late\r', '# ')).toContain('Invalid')
  shell.end()
})
