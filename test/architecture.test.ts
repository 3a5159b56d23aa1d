// The way imports may run, and what pure code may not touch. Reads the sources, runs nothing.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

interface SourceFile {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]/g

const files: SourceFile[] = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  .map(entry => {
    const full = join(entry.parentPath, entry.name)
    const text = readFileSync(full, 'utf8')
    const imports = [
      ...[...text.matchAll(IMPORT)].map(([, type, from]) => ({
        from: from ?? '',
        typeOnly: type !== undefined,
      })),
      ...[...text.matchAll(DYNAMIC)].map(([, from]) => ({ from: from ?? '', typeOnly: false })),
    ]
    return { path: relative(src, full).split(sep).join('/'), text, imports }
  })

/** The top folder a file belongs to; files directly in src count as commands (the outermost ring). */
function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : 'commands'
}

/** Where a relative import leads, as a path below src; undefined for packages and for files outside src. */
function targetOf(file: SourceFile, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const path = normalize(join(dirname(file.path), from))
    .split(sep)
    .join('/')
  return path.startsWith('..') ? undefined : path
}

function packageOf(from: string): string {
  return from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? '')
}

// Who may import whom. A folder may always import itself and `model`.
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  parse: [],
  platforms: [],
  report: [],
  redact: [],
  notify: [],
  diagnose: ['parse', 'platforms'],
  inventory: ['platforms'],
  session: ['platforms'],
  collect: ['parse', 'platforms', 'diagnose', 'session', 'inventory'],
  bundle: ['redact', 'parse'],
  probe: [],
  lab: ['platforms', 'parse', 'session'],
  app: [
    'inventory',
    'collect',
    'parse',
    'diagnose',
    'probe',
    'report',
    'bundle',
    'redact',
    'notify',
    'session',
    'platforms',
    'lab',
  ],
  cli: ['app', 'notify', 'report', 'inventory', 'diagnose', 'parse', 'platforms'],
  hooks: ['cli', 'report'],
  commands: ['cli', 'app', 'hooks', 'report', 'inventory', 'lab', 'diagnose'],
}

// The read-only guard stands directly in front of the wire: nothing a session sends may pass it by.
const EXCEPTIONS = new Set(['session -> collect/guard.ts'])

const PURE = ['model', 'parse', 'diagnose', 'report', 'platforms', 'redact']
const IMPURE_WORDS =
  /\b(?:console|process|globalThis|fetch|setTimeout|setInterval|Date\.now|performance)\s*[.(]|\bnew Date\(\)/

describe('imports', () => {
  test('there are sources to check', () => {
    expect(files.length).toBeGreaterThan(30)
    expect(files.flatMap(file => file.imports).length).toBeGreaterThan(100)
  })

  test('run one way', () => {
    const wrong: string[] = []
    for (const file of files) {
      const own = folderOf(file.path)
      for (const { from } of file.imports) {
        const target = targetOf(file, from)
        if (target === undefined) continue
        const other = folderOf(target)
        if (other === own || other === 'model') continue
        if (EXCEPTIONS.has(`${own} -> ${target}`)) continue
        if (!(ALLOWED[own] ?? []).includes(other)) wrong.push(`${file.path} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('every folder is known here', () => {
    const folders = new Set(files.map(file => folderOf(file.path)))
    expect([...folders].filter(folder => ALLOWED[folder] === undefined)).toEqual([])
  })

  test('relative imports name the file', () => {
    const wrong = files.flatMap(file =>
      file.imports
        .filter(({ from }) => from.startsWith('.') && !/\.(ts|json)$/.test(from))
        .map(({ from }) => `${file.path}: ${from}`),
    )
    expect(wrong).toEqual([])
  })

  test('only session speaks SSH, and the lab serves it', () => {
    const users = files.filter(file =>
      file.imports.some(({ from }) => ['ssh2', 'node-ssh'].includes(packageOf(from))),
    )
    expect(
      users.map(file => folderOf(file.path)).filter(folder => folder !== 'session' && folder !== 'lab'),
    ).toEqual([])
    const lab = users.filter(file => folderOf(file.path) === 'lab')
    expect(lab.filter(file => file.imports.some(({ from }) => packageOf(from) === 'node-ssh'))).toEqual([])
  })

  test('the schema library stays out of the offline path', () => {
    // An inventory is read only on the way to devices.
    const heavy = new Set([
      'model/facts/schema.ts',
      'model/facts/probe.ts',
      'model/facts/derived.ts',
      'inventory/schema.ts',
    ])
    const users = ['diagnose/compile.ts', 'inventory/formats/own.ts']
    const wrong = files.flatMap(file =>
      heavy.has(file.path) || users.includes(file.path) || folderOf(file.path) === 'lab'
        ? []
        : file.imports
            .filter(
              ({ from, typeOnly }) =>
                !typeOnly && (packageOf(from) === 'zod' || heavy.has(targetOf(file, from) ?? '')),
            )
            .map(({ from }) => `${file.path}: ${from}`),
    )
    expect(wrong).toEqual([])
  })
})

// The text of the HTML report's script: it runs in a browser, never here.
const FOR_A_BROWSER = 'report/html/script.ts'

describe('pure folders', () => {
  const pure = files.filter(file => PURE.includes(folderOf(file.path)))

  test('import no part of Node', () => {
    const wrong = pure.flatMap(file =>
      file.imports.filter(({ from }) => from.startsWith('node:')).map(({ from }) => `${file.path}: ${from}`),
    )
    expect(wrong).toEqual([])
  })

  test('touch no console, process, clock or network', () => {
    const wrong: string[] = []
    for (const file of pure.filter(({ path }) => path !== FOR_A_BROWSER)) {
      const code = file.text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
      const found = IMPURE_WORDS.exec(withoutStrings(code))
      if (found !== null) wrong.push(`${file.path}: ${found[0]}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('every source file', () => {
  test('says in its first line what it is for', () => {
    expect(files.filter(file => !/^\/\/ \S/.test(file.text)).map(file => file.path)).toEqual([])
  })

  test('has no place called utils', () => {
    expect(
      files.filter(file => /(^|\/)(utils?|helpers?|misc)(\/|\.)/.test(file.path)).map(file => file.path),
    ).toEqual([])
  })

  test('exports by name; commands, hooks and the help class are what oclif loads by default', () => {
    const wrong = files.filter(
      file => /^export default /m.test(file.text) && !/^(commands|hooks)\/|^cli\/help\.ts$/.test(file.path),
    )
    expect(wrong.map(file => file.path)).toEqual([])
  })
})

/** Words inside quotes are no code; template literals are kept, they hold code. */
function withoutStrings(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'/g, "''").replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
}
