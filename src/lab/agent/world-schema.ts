// Checks the `world:` of a device file; what each key means stands in world.ts.
import { z } from 'zod'
import { SERVER_KINDS } from './world.ts'

const text = z.string()
const texts = z.array(text)
const ports = z.array(z.int().min(1).max(65_535))

export const worldSchema = z.strictObject({
  gateways: texts.optional(),
  name_servers: z
    .array(z.strictObject({ address: text, vrfs: texts.optional(), silent: z.boolean().optional() }))
    .optional(),
  names: z.array(z.strictObject({ name: text, address: text })).optional(),
  servers: z
    .array(
      z.strictObject({
        kind: z.enum(SERVER_KINDS),
        addresses: texts,
        ports,
        paths: texts,
        plain_http: z.boolean(),
        certificate: z.strictObject({ names: texts, issuer: text }),
      }),
    )
    .optional(),
  proxies: z.array(z.strictObject({ addresses: texts, ports, resigns: text })).optional(),
  proxy_required: z.boolean().optional(),
  crl: z.boolean().optional(),
  ntp: texts.optional(),
  clock_tolerance: z.int().min(0).optional(),
  tokens: z
    .array(z.strictObject({ token: text, uses: z.int().min(0).optional(), expired: z.boolean().optional() }))
    .optional(),
  licences: z.record(text, z.int().min(0)).optional(),
  instance: z.enum(['known', 'removed', 'elsewhere']).optional(),
  smart_vrf_line: z.enum(['optional', 'required']).optional(),
})
