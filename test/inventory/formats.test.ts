// Inventory files of every format to devices, and what is said of the broken ones.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expand, words } from '../../src/inventory/formats/ansible-ini.ts'
import { readInventory } from '../../src/inventory/read.ts'
import { describeProblem, type InventoryHost } from '../../src/inventory/types.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smartlic-inventory-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let count = 0
/** Writes files into a folder of their own; gives the path of the first. */
async function files(contents: Readonly<Record<string, string>>): Promise<string> {
  const own = join(folder, String(count++))
  for (const [name, text] of Object.entries(contents)) {
    await mkdir(dirname(join(own, name)), { recursive: true })
    await writeFile(join(own, name), text)
  }
  return join(own, Object.keys(contents)[0] ?? '')
}

const without = ({ place: _place, ...host }: InventoryHost): Omit<InventoryHost, 'place'> => host

async function read(contents: Readonly<Record<string, string>>) {
  const inventory = await readInventory(await files(contents))
  const problems = inventory.problems.map(problem => describeProblem(problem).replace(/^.*\/\d+\//, ''))
  return {
    ...inventory,
    hosts: inventory.hosts.map(without),
    lines: inventory.hosts.map(host => host.place.line),
    problems,
  }
}

describe('own YAML', () => {
  const text = `
defaults: {username: noc, credential: main, tags: [all-sites]}
credentials:
  main: {password_command: pass show noc}
  lab: {username: lab, password_env: LAB_PW, agent: true}
jumps:
  bastion: {host: jump.example.net, port: 2222, credential: lab, limit: 8}
groups:
  campus: {platform: ios-xe, jump: bastion, tags: [berne], limit: 5}
  core: {groups: [campus], timeout: 900}
hosts:
  sw1: {host: 10.0.0.1, groups: [core], tags: [first], port: 2022}
  leaf-1: {platform: nx-os, username: lab, jump: []}
  plain:
`

  test('settings come from the host, then its groups, then the defaults; tags add up', async () => {
    const { hosts, problems, format, credentials, jumps, groupLimits, lines } = await read({
      'inventory.yaml': text,
    })
    expect(problems).toEqual([])
    expect(format).toBe('smartlic')
    expect(hosts).toEqual([
      {
        name: 'sw1',
        host: '10.0.0.1',
        port: 2022,
        username: 'noc',
        platform: 'ios-xe',
        credential: 'main',
        groups: ['core', 'campus'],
        tags: ['first', 'berne', 'all-sites'],
        jump: ['bastion'],
        timeout: 900,
      },
      {
        name: 'leaf-1',
        host: 'leaf-1',
        username: 'lab',
        platform: 'nx-os',
        credential: 'main',
        groups: [],
        tags: ['all-sites'],
        jump: [],
      },
      {
        name: 'plain',
        host: 'plain',
        username: 'noc',
        credential: 'main',
        groups: [],
        tags: ['all-sites'],
        jump: [],
      },
    ])
    expect(lines).toEqual([12, 13, 14])
    expect(credentials.get('lab')).toEqual({ username: 'lab', password_env: 'LAB_PW', agent: true })
    expect(jumps.get('bastion')).toEqual({
      host: 'jump.example.net',
      port: 2222,
      credential: 'lab',
      limit: 8,
    })
    expect(groupLimits).toEqual(new Map([['campus', 5]]))
  })

  test.each([
    ['hosts:\n  sw1: {prot: 22}\n', 'i.yaml:2: hosts.sw1: unknown key "prot"; did you mean "port"?'],
    ['hosts:\n  sw1:\n    port: 99999\n', 'i.yaml:3: hosts.sw1.port: '],
    [
      'hosts:\n  sw1: {groups: [cmpus]}\ngroups:\n  campus: {}\n',
      'i.yaml:2: no group is called "cmpus"; did you mean "campus"?',
    ],
    ['hosts:\n  sw1: {credential: x}\n', 'i.yaml:2: no credential is called "x"'],
    [
      'hosts:\n  sw1: {password: hunter2}\n',
      'i.yaml:2: hosts.sw1: "password" is refused: a secret does not belong',
    ],
    ['hosts:\n  a: {}\n  a: {}\n', 'i.yaml:3: no valid YAML: Map keys must be unique'],
    ['hosts:\n  a: {host: "a b"}\n', 'i.yaml:2: a: "a b" is neither a name nor an address'],
    ['hosts:\n  a: {host: "-oProxyCommand=x"}\n', 'i.yaml:2: a: "-oProxyCommand=x" is neither'],
    ['hosts:\n\ta: {}\n', 'i.yaml:2: no valid YAML: '],
  ])('%j is told with its line', async (content, problem) => {
    const { problems } = await read({ 'i.yaml': content })
    expect(problems.some(one => one.startsWith(problem)) ? problem : problems).toBe(problem)
    expect(problems.join()).not.toContain('hunter2')
  })
})

describe('CSV', () => {
  test('columns by any of their names, separators as spreadsheets write them', async () => {
    const { hosts, problems, lines } = await read({
      'devices.csv':
        '\uFEFFName;IP Address;OS;Groups;Site;Serial\r\nsw1;10.0.0.1;cisco_xe;"core, campus";berne;X\r\n# old\r\nleaf;leaf.example;nxos;;;\r\n',
    })
    expect(hosts).toEqual([
      {
        name: 'sw1',
        host: '10.0.0.1',
        platform: 'ios-xe',
        groups: ['core', 'campus'],
        tags: ['berne'],
        jump: [],
      },
      { name: 'leaf', host: 'leaf.example', platform: 'nx-os', groups: [], tags: [], jump: [] },
    ])
    expect(lines).toEqual([2, 4])
    expect(problems).toEqual(['devices.csv:1: warning: column "Serial" is not read'])
  })

  test.each([
    ['host,password\nsw1,x\n', 'd.csv:1: column "password": a secret does not belong into an inventory'],
    ['host,port\nsw1,abc\n', 'd.csv:2: "abc" is no port'],
    ['colour\nred\n', 'd.csv:1: no column is called "host" or "name"; name the columns in the first row'],
    ['host\nsw1\nsw1\n', 'd.csv:3: a second device is called "sw1" (first in line 2)'],
    ['host,tags\n,x\n', 'd.csv:2: the row names no host'],
    ['host\n"sw1\n', 'd.csv:2: no valid CSV: '],
  ])('%j is told with its line', async (content, problem) => {
    const { problems } = await read({ 'd.csv': content })
    expect(problems.some(one => one.startsWith(problem)) ? problem : problems).toBe(problem)
  })
})

describe('Ansible', () => {
  const ini = `
mail ansible_connection=local
[campus]
sw[01:02].net ansible_user='noc' ansible_port=2022   # access
10.0.0.9
[leafs]
leaf-a ansible_host=10.1.0.1 ansible_network_os=cisco.nxos.nxos ansible_password=hunter2
[dc:children]
leafs
[dc:vars]
ansible_user=dc-noc
ansible_ssh_common_args='-o ProxyJump=ops@bastion:2222'
[servers]
web1 ansible_network_os=eos
`
  const side = {
    'group_vars/all.yml': 'ansible_user: everyone\nansible_network_os: ios\n',
    'group_vars/campus/net.yml': 'tags: [berne]\n',
    'host_vars/10.0.0.9.yml':
      'ansible_user: special\nansible_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n',
  }

  test('INI with ranges, children, group_vars and host_vars', async () => {
    const { hosts, problems, format } = await read({ hosts: ini, ...side })
    expect(format).toBe('ansible')
    expect(hosts).toEqual([
      {
        name: 'sw01.net',
        host: 'sw01.net',
        port: 2022,
        username: 'noc',
        platform: 'ios-xe',
        groups: ['campus'],
        tags: ['berne'],
        jump: [],
      },
      {
        name: 'sw02.net',
        host: 'sw02.net',
        port: 2022,
        username: 'noc',
        platform: 'ios-xe',
        groups: ['campus'],
        tags: ['berne'],
        jump: [],
      },
      {
        name: '10.0.0.9',
        host: '10.0.0.9',
        username: 'special',
        platform: 'ios-xe',
        groups: ['campus'],
        tags: ['berne'],
        jump: [],
      },
      {
        name: 'leaf-a',
        host: '10.1.0.1',
        username: 'dc-noc',
        platform: 'nx-os',
        groups: ['leafs', 'dc'],
        tags: [],
        jump: ['ops@bastion:2222'],
      },
    ])
    expect(problems.every(problem => problem.includes('warning'))).toBe(true)
    expect(problems.join('\n')).toContain('hosts:2: warning: mail: left out, its ansible_connection is local')
    expect(problems.join('\n')).toContain('leaf-a: ansible_password is not read')
    expect(problems.join('\n')).toContain(
      'web1: left out, its ansible_network_os "eos" is no platform of this tool',
    )
    expect(problems.join('\n')).not.toContain('hunter2')
  })

  test('YAML says the same', async () => {
    const { hosts, problems, lines } = await read({
      'hosts.yml': `
all:
  vars: {ansible_user: everyone}
  children:
    campus:
      hosts:
        sw[1:2]: {ansible_port: 2022}
    dc:
      vars: {ansible_user: "{{ dc_user }}"}
      children:
        leafs: {hosts: {leaf-a: {ansible_network_os: nxos, ansible_user: noc}}}
`,
    })
    expect(hosts.map(({ name, username, groups, port }) => [name, username, groups, port])).toEqual([
      ['sw1', 'everyone', ['campus'], 2022],
      ['sw2', 'everyone', ['campus'], 2022],
      ['leaf-a', 'noc', ['leafs', 'dc'], undefined],
    ])
    expect(lines).toEqual([7, 7, 11])
    expect(problems).toEqual([])
  })

  test.each([
    ['[campus\nsw1\n[x]\n', 'hosts:1: "[campus" is no section'],
    ['[x]\nsw[1:999999]\n', 'hosts:2: the range in "sw[1:999999]" cannot be read'],
    ['[x]\nsw1 port\n', 'hosts:2: "port" sets nothing'],
    ['[a:children]\nb\n[b:children]\na\n[b]\nsw1\n', 'hosts: groups hold each other in a circle: '],
    ['[x]\nsw1 ansible_port=no\n', 'hosts:2: sw1: "no" is no port'],
  ])('%j is told', async (content, problem) => {
    const { problems } = await read({ hosts: content })
    expect(problems.some(one => one.startsWith(problem)) ? problem : problems).toBe(problem)
  })

  test('words and ranges', () => {
    expect(words(`a b='c d' "e"f # g`)).toEqual(['a', 'b=c d', 'ef'])
    expect(expand('r[a:c]-[08:10:2]')).toEqual(['ra-08', 'ra-10', 'rb-08', 'rb-10', 'rc-08', 'rc-10'])
    expect(expand('[2001:db8::1]')).toEqual(['[2001:db8::1]'])
    expect(expand('sw[1:')).toEqual(['sw[1:'])
    expect(expand('sw[9:1]')).toBeUndefined()
  })
})

describe('Nornir', () => {
  test('hosts with the groups and defaults beside them', async () => {
    const { hosts, problems, format } = await read({
      'hosts.yaml':
        'sw1:\n  hostname: 10.0.0.1\n  groups: [site]\n  data: {tags: [a]}\n  password: hunter2\nr1:\n  platform: iosxr\n  port: 2200\n  groups: [nowhere]\n',
      'groups.yaml': 'site: {groups: [global], platform: cisco_ios}\nglobal: {username: noc}\n',
      'defaults.yaml': 'username: fallback\n',
    })
    expect(format).toBe('nornir')
    expect(hosts).toEqual([
      {
        name: 'sw1',
        host: '10.0.0.1',
        username: 'noc',
        platform: 'ios-xe',
        groups: ['site', 'global'],
        tags: ['a'],
        jump: [],
      },
      {
        name: 'r1',
        host: 'r1',
        port: 2200,
        username: 'fallback',
        platform: 'ios-xr',
        groups: ['nowhere'],
        tags: [],
        jump: [],
      },
    ])
    expect(problems).toEqual([
      'hosts.yaml:1: warning: sw1: its password is not read; give it by prompt, file or command',
      'hosts.yaml:9: r1: groups.yaml has no group "nowhere"',
    ])
  })
})

describe('plain list and files that are no inventory', () => {
  test('one host a line', async () => {
    const { hosts, problems, lines } = await read({
      devices: '# core\nnoc@sw1:2022  # first\n\n[2001:db8::1]:22\nbad host\n',
    })
    expect(hosts.map(({ host, port, username }) => [host, port, username])).toEqual([
      ['sw1', 2022, 'noc'],
      ['2001:db8::1', 22, undefined],
    ])
    expect(lines).toEqual([2, 4])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^devices:5: "bad host" is no host/)
  })

  test.each([
    [{ 'a.yaml': '- sw1\n' }, 'is no inventory this tool knows'],
    [{ 'a.bin': 'a\u0000b' }, 'is no text file'],
  ])('%j', async (contents, message) => {
    await expect(readInventory(await files(contents))).rejects.toThrow(message)
  })

  test('a missing file', async () => {
    await expect(readInventory(join(folder, 'none.yaml'))).rejects.toThrow(
      /cannot read the inventory .*none\.yaml: there is no such file/,
    )
  })
})
