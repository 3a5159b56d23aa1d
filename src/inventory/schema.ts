// The tool's own inventory file: its form, from which the published JSON Schema comes too.
import { z } from 'zod'
import { PLATFORMS } from '../model/platform.ts'

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'a name starts with a letter or digit and holds no blank')
const names = z.array(name)
const port = z.int().min(1).max(65_535)
const seconds = z.int().min(1).max(86_400)
const limit = z.int().min(1).max(1_000)
const file = z.string().min(1)

/** What defaults, groups and hosts may say alike; the nearer one wins, tags add up. */
const settings = {
  username: z.string().min(1).optional().describe('user name'),
  port: port.optional().describe('SSH port'),
  platform: z.enum(PLATFORMS).optional().describe('left out: found out from the device'),
  credential: name.optional().describe('a name of `credentials`'),
  jump: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .optional()
    .describe('names of `jumps` or [user@]host[:port]; the first is called first; [] for none'),
  tags: names.optional(),
  timeout: seconds.optional().describe('seconds after which a device is given up'),
  legacy_crypto: z.boolean().optional().describe('also offer SSH algorithms of old devices'),
}

export const inventorySchema = z
  .strictObject({
    defaults: z.strictObject(settings).optional(),
    credentials: z
      .record(
        name,
        z.strictObject({
          username: z.string().min(1).optional(),
          password_env: z.string().min(1).optional().describe('environment variable that holds the password'),
          password_file: file.optional().describe('file only its owner can read'),
          password_command: file
            .optional()
            .describe('its output is the password: pass, vault, a secret manager'),
          identity: file.optional().describe('private key file'),
          agent: z.boolean().optional().describe('use the SSH agent'),
          enable_password_env: z.string().min(1).optional(),
          enable_password_file: file.optional(),
          enable_password_command: file.optional(),
          otp_command: file.optional().describe('its output answers a login question that is no password'),
        }),
      )
      .optional(),
    jumps: z
      .record(
        name,
        z.strictObject({
          host: z.string().min(1),
          port: port.optional(),
          username: z.string().min(1).optional(),
          credential: name.optional(),
          limit: limit.optional().describe('sessions through it at the same time'),
        }),
      )
      .optional(),
    groups: z
      .record(
        name,
        z.strictObject({
          ...settings,
          groups: names.optional().describe('groups this group takes settings from'),
          limit: limit.optional().describe('sessions in this group at the same time'),
        }),
      )
      .optional(),
    hosts: z.record(
      name,
      z
        .strictObject({
          host: z
            .string()
            .min(1)
            .optional()
            .describe('name or address to connect to; left out: the name itself'),
          groups: names.optional(),
          ...settings,
        })
        .nullable(),
    ),
  })
  .describe('Inventory of smartlic')

export type OwnInventory = z.infer<typeof inventorySchema>
export type Settings = NonNullable<OwnInventory['defaults']>
