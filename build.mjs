// Builds the package: dist/ (bundled code, compiled rules, JSON Schemas, lab devices) and oclif.manifest.json.
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const out = join(root, `.dist-${process.pid}`)
const dist = join(root, 'dist')
// For rule authors: leave broken rules out, name them, and end with exit code 1.
const keepGoing = process.argv.includes('--keep-going')

// Packages written as CommonJS call require and read __dirname; an ES module has neither.
const banner = {
  js: [
    "import { createRequire as __cr } from 'node:module'",
    "import { fileURLToPath as __fp } from 'node:url'",
    'const require = __cr(import.meta.url), __filename = __fp(import.meta.url), __dirname = __fp(new URL(".", import.meta.url))',
    '',
  ].join('\n'),
}

// ssh2 tries two native parts and goes on without them.
const shared = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['cpu-features', '*.node'],
  banner,
  logLevel: 'warning',
  absWorkingDir: root,
}

async function main() {
  const esbuild = await import('esbuild').catch(() => {
    throw new Error('esbuild is not installed: run `npm ci` (with development dependencies) and build again')
  })
  try {
    const parts = await loadSources(esbuild)
    await writeTimePaths(parts)
    await bundle(esbuild)
    await writeSchemas(parts)
    await writeRules(parts)
    await writeFactList(parts)
    const devices = join(root, 'src/lab/devices')
    if (existsSync(devices)) await cp(devices, join(out, 'lab/devices'), { recursive: true })
    await swap()
  } finally {
    await rm(out, { recursive: true, force: true })
  }
  await writeManifest()
}

async function bundle(esbuild) {
  const commands = (await filesBelow(join(root, 'src/commands'))).filter(file => file.endsWith('.ts'))
  const hooks = (await filesBelow(join(root, 'src/hooks'))).filter(file => file.endsWith('.ts'))
  await esbuild.build({
    ...shared,
    entryPoints: ['src/main.ts', 'src/cli/help.ts', ...commands, ...hooks],
    outbase: 'src',
    outdir: out,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    // One file of notices for the bundled packages instead of comments that every start has to read.
    legalComments: 'external',
  })
}

/** The TypeScript the build itself needs, bundled to a temporary file and imported. */
async function loadSources(esbuild) {
  // Below the root: the lab looks for its device files from there.
  const dir = await mkdtemp(join(root, '.dist-sources-'))
  try {
    const file = join(dir, 'sources.mjs')
    await esbuild.build({
      ...shared,
      stdin: {
        contents: `
          export { z } from 'zod'
          export { factSchema } from './src/model/facts/schema.ts'
          export { derivedSchema } from './src/model/facts/derived.ts'
          export { deviceSchema, reportSchema } from './src/report/schema.ts'
          export { ruleSchema } from './src/model/rule-schema.ts'
          export { manifestSchema } from './src/bundle/schema.ts'
          export { inventorySchema } from './src/inventory/schema.ts'
          export { noticeSchema } from './src/notify/schema.ts'
          export { comparisonSchema } from './src/report/comparison/schema.ts'
          export { waiversSchema } from './src/app/waivers/schema.ts'
          export { compileRules, describeFacts, timePathsModule } from './src/diagnose/compile.ts'
          export { buildReference, exampleValues } from './src/app/facts/build-reference.ts'
          export { factsOf } from './src/app/judge.ts'
          export { loadDevices } from './src/lab/load.ts'
          export { renderDevice } from './src/lab/answer.ts'
        `,
        resolveDir: root,
        loader: 'ts',
      },
      outfile: file,
    })
    return await import(pathToFileURL(file).href)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Which facts are times is part of the sources: reading device output must not load the schema library. */
async function writeTimePaths({ timePathsModule }) {
  const file = join(root, 'src/model/facts/time-paths.ts')
  const text = timePathsModule()
  if (!existsSync(file) || (await readFile(file, 'utf8')) !== text) await writeFile(file, text)
}

async function writeSchemas({
  z,
  factSchema,
  derivedSchema,
  reportSchema,
  ruleSchema,
  inventorySchema,
  waiversSchema,
  comparisonSchema,
  noticeSchema,
  deviceSchema,
  manifestSchema,
}) {
  const jsonSchema = schema =>
    z.toJSONSchema(partial(z, schema), { override: ({ jsonSchema }) => publish(jsonSchema) })
  const facts = { title: 'smartlic facts of one device', ...jsonSchema(factSchema) }
  const derived = { title: 'smartlic derived facts', ...jsonSchema(derivedSchema) }
  await mkdir(join(out, 'schemas'), { recursive: true })
  const inventory = { title: 'smartlic inventory', ...z.toJSONSchema(inventorySchema) }
  for (const [name, schema] of Object.entries({
    facts,
    derived,
    inventory,
    waivers: waiversSchema,
    comparison: comparisonSchema,
    notice: noticeSchema,
    bundle: manifestSchema,
    device: deviceSchema,
    report: reportSchema,
    rule: ruleSchema,
  })) {
    await writeFile(join(out, 'schemas', `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`)
  }
}

/** The marks of the schema in words of JSON Schema, which knows no others. */
function publish(schema) {
  // See src/model/facts/time.ts.
  if (schema['x-type'] === 'time')
    schema.pattern =
      '^(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(Z|[+-]\\d{2}:\\d{2}|\\[[A-Za-z0-9+:/_-]+\\])?)?$'
  delete schema['x-type']
  delete schema['x-unit']
}

/** A real device gives a part of the tree, so no key of the published schema is required. */
function partial(z, schema) {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape).map(([key, value]) => [key, partial(z, value).optional()]),
    )
    return describe(schema, z.object(shape))
  }
  if (schema instanceof z.ZodArray) return describe(schema, z.array(partial(z, schema.element)))
  return schema
}

function describe(from, to) {
  return from.description === undefined ? to : to.describe(from.description)
}

async function writeRules({ compileRules }) {
  const paths = (await filesBelow(join(root, 'rules'))).filter(
    // What lies in no area folder is no rule: the catalogue and its list of what output cannot decide.
    file => /^rules\/[^/]+\/.*\.yaml$/.test(file) && !file.endsWith('.test.yaml'),
  )
  const files = await Promise.all(
    paths.map(async path => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )
  if (files.length === 0) throw new Error('there is no rule in rules/')
  const { json, problems } = compileRules(files)
  if (problems.length > 0) {
    const text = `${problems.length} problem(s) in rules/\n  ${problems.join('\n  ')}`
    if (!keepGoing) throw new Error(`${text}\n(node build.mjs --keep-going builds with the sound rules)`)
    console.error(`build: ${text}`)
    process.exitCode = 1
  }
  await writeFile(join(out, 'rules.json'), JSON.stringify(json))
}

/** What `facts --list` prints. The examples are what the lab devices answer. */
async function writeFactList({
  describeFacts,
  buildReference,
  exampleValues,
  factsOf,
  loadDevices,
  renderDevice,
}) {
  // One day for all builds: the same sources give the same file.
  const now = new Date('2026-01-20T10:15:30Z')
  const devices = loadDevices(join(root, 'src/lab/devices')).map(device => {
    const captures = [...renderDevice(device, now)]
      .filter(([, text]) => !/^\s*%/m.test(text))
      .map(([command, text]) => ({
        command,
        text,
        status: 'ok',
        firstLine: 1,
        origin: device.id,
        finishedAt: now.getTime(),
        durationMs: 400,
      }))
    return factsOf({ name: device.id, platform: device.persona, captures }).facts
  })
  const described = describeFacts()
  await writeFile(
    join(out, 'facts.json'),
    JSON.stringify(buildReference(described, exampleValues(described, devices))),
  )
}

/** The old dist/ serves until the new one is complete. */
async function swap() {
  const old = join(root, `.dist-old-${process.pid}`)
  if (existsSync(dist)) await rename(dist, old)
  await rename(out, dist)
  await rm(old, { recursive: true, force: true })
}

/** With the manifest at hand oclif loads the one command that is run, not all of them to find their flags. */
async function writeManifest() {
  const { Plugin } = await import('@oclif/core')
  const plugin = new Plugin({
    root,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const file = join(root, 'oclif.manifest.json')
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
  await rename(`${file}.${process.pid}`, file)
}

async function filesBelow(dir) {
  if (!existsSync(dir)) return []
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

main().catch(error => {
  console.error(`build: ${error.message}`)
  if (process.env.DEBUG) console.error(error.stack)
  process.exitCode = 1
})
