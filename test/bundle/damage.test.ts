// Bundles that were cut, changed, built by somebody else or packed anew: what is whole is used, the rest is told.
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError, readInputs } from '../../src/app/input.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { capturesOf } from '../lab/captures.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const live = loadDevices(undefined, ['xe-classic-direct', 'nx-classic-direct']).map(device => ({
  ...capturesOf(device, NOW),
  name: device.id,
}))
const ALL = 'devices/xe-classic-direct/03-show-license-all.txt'
const dir = newFolder()
const whole = join(dir, 'whole.tar.gz')
let sets: CaptureSet[] = []
let turn = 0

beforeAll(async () => {
  await bundled(
    whole,
    live,
    {},
    { 'xe-classic-direct': [Buffer.from('xe#show clock\r\n\u001b[1mhello\r\n')] },
  )
  sets = (await readInputs([whole], {})).sets
})
afterAll(removeFolders)

/** The bundle unpacked, changed, and given to `read` as a folder and as an archive again. */
function changed(change: (folder: string) => void): string[] {
  const folder = join(dir, `case-${++turn}`)
  mkdirSync(folder)
  execFileSync('tar', ['xzf', whole, '-C', folder])
  change(folder)
  const archive = `${folder}.tgz`
  execFileSync('tar', ['czf', archive, '-C', folder, '.'])
  return [folder, archive]
}

async function read(path: string): Promise<{ sets: CaptureSet[]; notes: string }> {
  const { sets, notes } = await readInputs([path], {})
  return { sets, notes: notes.join('\n') }
}

const find = (found: readonly CaptureSet[], command: string) =>
  found[0]?.captures.find(one => one.command === command)

describe('a bundle unpacked, or packed again in another order', () => {
  test('is the same', async () => {
    for (const path of changed(() => undefined)) expect(await read(path)).toEqual({ sets, notes: '' })
  })

  test('also below a folder of an archive', async () => {
    const [folder = ''] = changed(() => undefined)
    const outer = join(dir, 'outer')
    mkdirSync(outer)
    renameSync(folder, join(outer, 'b'))
    execFileSync('tar', ['czf', `${outer}.tgz`, '-C', dir, 'outer'])
    expect(await read(`${outer}.tgz`)).toEqual({ sets, notes: '' })
    expect(await read(outer)).toEqual({ sets, notes: '' })
  })

  test('an archive with devices and no manifest is read as any other', async () => {
    for (const path of changed(folder => rmSync(join(folder, 'manifest.json')))) {
      const found = await read(path)
      expect(found.sets.every(({ captures }) => captures.every(one => one.finishedAt === undefined))).toBe(
        true,
      )
    }
  })

  test('a manifest of something else makes no bundle', async () => {
    for (const path of changed(folder => writeFileSync(join(folder, 'manifest.json'), '{"name": "app"}')))
      expect((await read(path)).sets.length).toBeGreaterThan(0)
  })
})

describe('a changed file', () => {
  test('counts as cut and is named; all else is as it was', async () => {
    for (const path of changed(folder => appendFileSync(join(folder, ALL), 'one more line\n'))) {
      const found = await read(path)
      expect(found.notes).toContain(`${ALL} is another file than was collected`)
      expect(find(found.sets, 'show license all')).toMatchObject({ status: 'truncated' })
      expect(find(found.sets, 'show license all')?.text).toContain('one more line')
      expect(find(found.sets, 'show license all')?.proof).toBeUndefined()
      const rest = (set: CaptureSet | undefined) =>
        set?.captures.filter(one => one.command !== 'show license all')
      expect(rest(found.sets[0])).toEqual(rest(sets[0]))
      expect(found.sets[1]).toEqual(sets[1])
    }
  })

  test('also where the manifest was changed with it to say less bytes', async () => {
    for (const path of changed(folder => {
      const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8')
      writeFileSync(join(folder, 'manifest.json'), manifest.replace(/"bytes": \d+/, '"bytes": 1'))
    }))
      expect((await read(path)).notes).toContain('SHA-256')
  })

  test('a changed manifest vouches for nothing', async () => {
    for (const path of changed(folder => {
      const file = join(folder, 'manifest.json')
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace('"command": "show license all"', '"command": "show license usage"'))
    })) {
      const found = await read(path)
      expect(found.notes).toMatch(/manifest\.json is not the one that was written .*; fetch the bundle again/)
      expect(found.sets.flatMap(({ captures }) => captures).some(({ status }) => status === 'ok')).toBe(false)
    }
  })

  test('the sums are as sha256sum reads them', () => {
    const [folder = ''] = changed(() => undefined)
    const said = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(said.split('\n').filter(line => line.endsWith(': OK')).length).toBeGreaterThan(20)
  })

  test('a missing one is named, an extra one left out', async () => {
    for (const path of changed(folder => {
      rmSync(join(folder, ALL))
      writeFileSync(join(folder, 'devices/xe-classic-direct/99-show-version.txt'), 'IOS XE')
      writeFileSync(join(folder, 'notes.txt'), 'mine')
    })) {
      const found = await read(path)
      expect(found.notes).toContain(`${ALL} is missing`)
      expect(found.notes).toContain('99-show-version.txt was left out: the manifest does not name it')
      expect(found.notes).toContain('notes.txt was left out: the manifest does not name it')
      expect(find(found.sets, 'show license all')).toMatchObject({ status: 'truncated', text: '' })
      expect(found.sets[0]?.captures.length).toBe(sets[0]?.captures.length)
    }
  })

  test('a link in an unpacked bundle is not followed', async () => {
    const [folder = ''] = changed(inside => {
      rmSync(join(inside, ALL))
      symlinkSync('/etc/passwd', join(inside, ALL))
    })
    const found = await read(folder)
    expect(found.notes).toMatch(/03-show-license-all\.txt was left out: it is a link/)
    expect(JSON.stringify(found)).not.toContain('root:')
  })
})

describe('a cut archive', () => {
  test.each([0.3, 0.6, 0.9])('at %f of its length keeps what came before', async share => {
    const bytes = readFileSync(whole)
    const path = join(dir, `cut-${share}.tar.gz`)
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)))
    const found = await readInputs([path], {}).catch((error: unknown) => error)
    if (found instanceof InputError) {
      expect(found.message).toMatch(/cut|ends/)
      return
    }
    const { sets: kept, notes } = found as Awaited<ReturnType<typeof read>> & { notes: string[] }
    expect([...notes].join('\n')).toMatch(/ends too early/)
    for (const [at, set] of kept.entries())
      for (const [index, capture] of set.captures.entries()) {
        const before = sets[at]?.captures[index]
        if (capture.status === 'ok') expect(capture).toEqual(before)
        else expect(capture.command).toBe(before?.command)
      }
  })
})

describe('a manifest that cannot be believed', () => {
  const manifests: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['of a newer version', text => text.replace('bundle/v1', 'bundle/v7'), /newer kind .*; update smartlic/],
    ['of an unknown kind', text => text.replace('bundle/v1', 'bundle/x'), /unknown kind/],
    ['cut', text => text.slice(0, 2_000), /cut or damaged.*; fetch the bundle again/],
    ['with a word too many', text => text.replace('"tool"', '"evil": 1, "tool"'), /"evil"/],
    ['with a status nobody knows', text => text.replace('"status": "ok"', '"status": "fine"'), /is none of/],
    [
      'with a time that is none',
      text => text.replace(/("first_line": 1,\s+"finished_at": )"[^"]*"/, '$1"soon"'),
      /soon is no time/,
    ],
    [
      'with a name full of control characters',
      text => text.replace('"tool"', '"\\u001b]0;x\\u0007": 1, "tool"'),
      /which this version does not know/,
    ],
  ]
  test.each(manifests)('%s is refused in a sentence', async (_what, change, sentence) => {
    for (const path of changed(folder => {
      const file = join(folder, 'manifest.json')
      const text = readFileSync(file, 'utf8')
      const put = change(text)
      expect(put).not.toBe(text)
      writeFileSync(file, put)
    })) {
      const error = await readInputs([path], {}).catch((found: unknown) => found)
      expect(error).toBeInstanceOf(InputError)
      const { message } = error as Error
      expect(message).toMatch(sentence)
      expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    }
  })

  test('paths in it open nothing', async () => {
    for (const path of changed(folder => {
      const file = join(folder, 'manifest.json')
      const text = readFileSync(file, 'utf8')
      writeFileSync(
        file,
        text
          .replaceAll(ALL, '../../../../../../etc/passwd')
          .replace(/"folder": "[^"]*"/, '"folder": "../.."'),
      )
    })) {
      const found = await read(path)
      expect(found.notes).toContain('etc/passwd is missing')
      expect(find(found.sets, 'show license all')).toMatchObject({ status: 'truncated', text: '' })
    }
  })
})

describe('a hostile archive', () => {
  const entry = (
    path: string,
    body: string,
    type: 'File' | 'SymbolicLink' = 'File',
    linkpath?: string,
  ): Buffer => {
    const content = Buffer.from(type === 'File' ? body : '')
    const block = Buffer.alloc(512)
    new Header({
      path,
      size: content.length,
      type,
      mode: 0o644,
      ...(linkpath === undefined ? {} : { linkpath }),
    }).encode(block, 0)
    return Buffer.concat([block, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
  }
  const pack = (name: string, ...more: Buffer[]): string => {
    const file = join(dir, name)
    const tar = gunzipSync(readFileSync(whole))
    writeFileSync(file, gzipSync(Buffer.concat([...more, tar])))
    return file
  }

  test('links, absolute names and names that lead out are left out; the bundle is read', async () => {
    const path = pack(
      'hostile.tar.gz',
      entry(ALL, '', 'SymbolicLink', '/etc/passwd'),
      entry('/etc/cron.d/x', 'boo'),
      entry('../../up.txt', 'boo'),
      entry('devices/../../up.txt', 'boo'),
    )
    const found = await read(path)
    expect(found.sets).toEqual(sets)
    expect(found.notes).toMatch(/absolute path/)
    expect(found.notes).toMatch(/leads out of the archive/)
    expect(found.notes).toMatch(/1 link/)
  })

  test('a bomb is left out in time', async () => {
    const path = pack('bomb.tar.gz', entry('devices/xe-classic-direct/98-bomb.txt', '\0'.repeat(40_000_000)))
    const found = await readInputs([path], { limits: { archives: { unpacked: 8_000_000 } } }).catch(
      (error: unknown) => error,
    )
    expect(String(found instanceof Error ? found.message : JSON.stringify(found))).toMatch(/holds more than/)
  })

  test('of a file that is far longer than the manifest says little is held', async () => {
    const tar = gunzipSync(readFileSync(whole))
    const long = 'Registration: REGISTERED and more of it\n'.repeat(100_000)
    const path = join(dir, 'long.tar.gz')
    writeFileSync(
      path,
      gzipSync(Buffer.concat([tar.subarray(0, tar.length - 1_024), entry(ALL, long), Buffer.alloc(1_024)])),
    )
    const found = await read(path)
    const capture = find(found.sets, 'show license all')
    expect(capture?.status).toBe('truncated')
    expect(capture?.text.length).toBeLessThan(1_000_000)
    expect(found.notes).toContain(`${ALL} is another file than was collected`)
  })

  test('two files of one name: only one that has the right hash counts as whole', async () => {
    const path = pack('twice.tar.gz')
    const tar = gunzipSync(readFileSync(path))
    writeFileSync(
      path,
      gzipSync(
        Buffer.concat([
          tar.subarray(0, tar.length - 1_024),
          entry(ALL, 'Registration: REGISTERED'),
          Buffer.alloc(1_024),
        ]),
      ),
    )
    const capture = find((await read(path)).sets, 'show license all')
    expect(capture?.status).toBe('truncated')
  })
})

test('a bundle from standard input', async () => {
  const { createReadStream } = await import('node:fs')
  const { sets: found, notes } = await readInputs(['-'], { stdin: createReadStream(whole) })
  expect({ found, notes }).toEqual({ found: sets, notes: [] })
})

test('a folder beside others: its bundle and saved files are both read', async () => {
  const both = join(dir, 'both')
  mkdirSync(both)
  cpSync(whole, join(both, 'b.tar.gz'))
  writeFileSync(join(both, 'show_license_status.txt'), execFileSync('tar', ['xzOf', whole, ALL]))
  expect(readdirSync(both)).toHaveLength(2)
  const found = await read(both)
  expect(found.sets.length).toBe(3)
})
