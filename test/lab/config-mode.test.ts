// Configuration mode over SSH: the platforms' prompts and words, what follows at once, and what waits for a commit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, type RunningDevice, startLab } from '../../src/lab/server.ts'
import { type LabShell, openShell } from './client.ts'

let lab: Lab
const device = (id: string): RunningDevice => {
  const found = lab.devices.find(entry => entry.id === id)
  if (found === undefined) throw new Error(`the lab does not serve ${id}`)
  return found
}

beforeAll(async () => {
  lab = await startLab({ devices: ['xe-classic-direct', 'nx-classic-direct', 'xr-classic-direct'] })
})
afterAll(async () => await lab.close())

async function privileged(): Promise<LabShell> {
  const shell = await openShell(device('xe-classic-direct'), { rows: 0 })
  await shell.until('acc-sw-101>')
  await shell.send('enable\r', 'Password: ')
  await shell.send('lab-enable\r', '#')
  await shell.send('terminal length 0\r', '#')
  return shell
}

describe('IOS XE', () => {
  test('user mode may not configure', async () => {
    const shell = await openShell(device('xe-classic-direct'))
    await shell.until('acc-sw-101>')
    expect(await shell.send('configure terminal\r', 'acc-sw-101>')).toContain('% Invalid input')
    shell.end()
  })

  test('modes have their prompts, a line nobody knows is refused with the caret below it', async () => {
    const shell = await privileged()
    await shell.send('configure terminal\r', 'acc-sw-101(config)#')
    await shell.send('call-home\r', 'acc-sw-101(cfg-call-home)#')
    await shell.send('profile "CiscoTAC-1"\r', 'acc-sw-101(cfg-call-home-profile)#')
    await shell.send('exit\r', 'acc-sw-101(cfg-call-home)#')
    const refused = await shell.send('frobnicate now\r', '#')
    const caret = ' '.repeat('acc-sw-101(cfg-call-home)#'.length)
    expect(refused).toContain(`\r\n${caret}^\r\n% Invalid input detected at '^' marker.`)
    expect(await shell.send('do show clock\r', '(cfg-call-home)#')).toMatch(/UTC/)
    await shell.send('end\r', 'acc-sw-101#')
    shell.end()
  })

  test('a line counts at once, for every session; saving makes it the start-up configuration', async () => {
    const [shell, other] = [await privileged(), await privileged()]
    await shell.send('configure terminal\r', '(config)#')
    await shell.send('no ip name-server 192.0.2.53 192.0.2.54\r', '(config)#')
    await shell.send('ip http client source-interface gi0/0\r', '(config)#')
    const seen = await other.send('show running-config\r', '\nacc-sw-101#')
    expect(seen).not.toContain('ip name-server')
    expect(seen).toContain('ip http client source-interface GigabitEthernet0/0')
    expect(await other.send('show startup-config\r', '\nacc-sw-101#')).toContain('ip name-server 192.0.2.53')
    await shell.send('end\r', 'acc-sw-101#')
    expect(await shell.send('write memory\r', 'acc-sw-101#')).toContain('[OK]')
    expect(await other.send('show startup-config\r', '\nacc-sw-101#')).not.toContain('ip name-server')
    expect(await other.send('show logging\r', '\nacc-sw-101#')).toContain(
      '%SYS-5-CONFIG_I: Configured from console by netops',
    )
    for (const one of [shell, other]) one.end()
  })

  test('what show commands say follows', async () => {
    const shell = await privileged()
    await shell.send('configure terminal\r', '(config)#')
    for (const line of [
      'interface Vlan10',
      'shutdown',
      'call-home',
      'vrf Mgmt-vrf',
      'no ntp server 192.0.2.123',
      'hostname new-name',
    ]) {
      await shell.send(`${line}\r`, '#')
    }
    await shell.send('end\r', 'new-name#')
    expect(await shell.send('show ip interface brief\r', 'new-name#')).toMatch(
      /Vlan10 .*administratively down/,
    )
    expect(await shell.send('show call-home\r', 'new-name#')).toContain(
      'vrf for call-home messages: Mgmt-vrf',
    )
    expect(await shell.send('show clock\r', 'new-name#')).toContain('\r\n.')
    expect(await shell.send('show ip route\r', 'new-name#')).not.toContain('directly connected, Vlan10')
    await shell.send('configure terminal\r', 'new-name(config)#')
    await shell.send('hostname acc-sw-101\r', 'acc-sw-101(config)#')
    shell.end()
  })

  test('text that would be a template of the lab is refused', async () => {
    const shell = await privileged()
    await shell.send('configure terminal\r', '(config)#')
    expect(await shell.send('ip host {{hostname}} 192.0.2.1\r', '(config)#')).toContain('% Invalid input')
    await shell.send('\x1a', 'acc-sw-101#')
    expect(await shell.send('license smart register idtoken {{x}} force\r', 'acc-sw-101#')).toContain(
      '% Invalid input',
    )
    shell.end()
  })
})

describe('NX-OS', () => {
  test('prompts end with a blank, the copy says that it is complete', async () => {
    const shell = await openShell(device('nx-classic-direct'))
    await shell.until('leaf-201# ')
    await shell.send('configure terminal\r', '\rleaf-201(config)# ')
    await shell.send('callhome\r', '\rleaf-201(config-callhome)# ')
    await shell.send('no enable\r', '# ')
    expect(await shell.send('frobnicate\r', '# ')).toContain("% Invalid command at '^' marker.")
    await shell.send('end\r', '\rleaf-201# ')
    const shown = await shell.send('show running-config callhome\r', '\rleaf-201# ')
    expect(shown).toContain('transport http use-vrf management')
    expect(shown).not.toMatch(/^ {2}enable\r?$/m)
    expect(await shell.send('copy running-config startup-config\r', '\rleaf-201# ')).toContain(
      'Copy complete.',
    )
    shell.end()
  })
})

describe('IOS XR', () => {
  const plain = 'RP/0/RSP0/CPU0:pe-301#'
  test('nothing counts before the commit; leaving without it asks', async () => {
    const shell = await openShell(device('xr-classic-direct'), { rows: 0 })
    await shell.until(plain)
    await shell.send('terminal exec prompt no-timestamp\r', plain)
    await shell.send('configure\r', 'RP/0/RSP0/CPU0:pe-301(config)#')
    await shell.send('domain lookup disable\r', '(config)#')
    const machine = device('xr-classic-direct').machine
    expect(machine.view.config).not.toContain('domain lookup disable')
    expect(await shell.send('end\r', '[cancel]:')).toContain('Uncommitted changes found')
    await shell.send('no\r', plain)
    expect(machine.view.config).not.toContain('domain lookup disable')
    for (const line of ['configure', 'domain lookup disable', 'commit']) await shell.send(`${line}\r`, '#')
    expect(machine.view.config).toContain('domain lookup disable')
    await shell.send('end\r', plain)
    expect(await shell.send('show running-config domain\r', plain)).toContain('domain lookup disable')
    shell.end()
  })

  test('the admin plane has a configuration of its own', async () => {
    const shell = await openShell(device('xr-classic-direct'), { rows: 0 })
    await shell.until(plain)
    await shell.send('admin\r', 'RP/0/RSP0/CPU0:pe-301(admin)#')
    expect(await shell.send('show license register-status\r', '(admin)#')).toContain('Completed')
    await shell.send('configure\r', '(admin-config)#')
    await shell.send('no license smart enable\r', '(admin-config)#')
    await shell.send('commit\r', '(admin-config)#')
    await shell.send('end\r', '(admin)#')
    expect(await shell.send('show license register-status\r', '(admin)#')).toContain('% Invalid input')
    expect(await shell.send('show running-config\r', '(admin)#')).not.toContain('license smart enable')
    await shell.send('exit\r', plain)
    expect(await shell.send('admin show license pool\r', plain)).toContain('Pool: Owner')
    shell.end()
  })
})

test('another lab starts from the device file again', async () => {
  const own = await startLab({ devices: ['nx-classic-direct'] })
  expect(own.devices[0]?.machine.view.config).toMatch(/^ {2}enable$/m)
  await own.close()
})
