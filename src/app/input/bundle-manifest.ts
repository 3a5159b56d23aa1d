// The manifest of a bundle, checked before anything of it is believed.
import { BUNDLE_SCHEMA, type Manifest } from '../../bundle/manifest.ts'
import { manifestSchema } from '../../bundle/schema.ts'
import { wrongShape } from '../../report/shape.ts'
import { printable } from '../archive/entry.ts'

/** The text says that it is the manifest of a bundle, of whatever version, damaged or not. */
export function isBundleManifest(text: string): boolean {
  const schema = parsed(text)?.schema
  return typeof schema === 'string'
    ? schema.startsWith('smartlic.bundle/')
    : /"schema"\s*:\s*"smartlic\.bundle\//.test(text.slice(0, 4_096))
}

/** The manifest, or what is wrong with it: the rest of a sentence that begins with its name. */
export function readManifest(text: string): Manifest | string {
  const found = parsed(text)
  if (found === undefined)
    return 'is cut or damaged, so nothing shows which captures are whole; fetch the bundle again'
  const { schema } = found
  if (schema !== BUNDLE_SCHEMA) {
    const newer = Number(/^smartlic\.bundle\/v(\d{1,6})$/.exec(String(schema))?.[1] ?? 0)
    return newer > 1
      ? `is of a newer kind (${printable(String(schema))}) than this version reads; update smartlic`
      : `is of an unknown kind (${printable(String(schema)).slice(0, 60)}); collect again with this version`
  }
  const wrong = wrongShape(found, manifestSchema)
  if (wrong !== undefined) return `is no ${BUNDLE_SCHEMA}: ${printable(wrong)}; fetch the bundle again`
  const manifest = found as unknown as Manifest
  const times = manifest.devices.flatMap(({ captures }) =>
    captures.flatMap(({ started_at: from, finished_at: to }) => [from, to]),
  )
  const bad = times.find(time => time !== undefined && Number.isNaN(Date.parse(time)))
  return bad === undefined
    ? manifest
    : `is no ${BUNDLE_SCHEMA}: ${printable(bad).slice(0, 60)} is no time; fetch the bundle again`
}

function parsed(text: string): { readonly schema?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
