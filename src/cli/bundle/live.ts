// From the words of a command line to devices that can be called: the same for every command that logs in.
import { assertKnownHosts } from '../../app/check/host-keys.ts'
import { resolve, targetsOf } from '../../app/check/targets.ts'
import type { CollectRequest } from '../../app/collect.ts'
import { present } from '../../inventory/settings.ts'
import { devicesFor, hostKeysFor, type RunFlags, runFor, secretsFor, targetInputFor } from '../check/flags.ts'
import { Voice } from '../check/voice.ts'

export interface Live {
  readonly voice: Voice
  readonly names: readonly string[]
  /** Reads the secrets; asks where somebody can be asked. */
  ready(): Promise<Omit<CollectRequest, 'bundle' | 'version'>>
}

/** @throws Error when an argument or an inventory cannot be used */
export async function liveDevices(
  hosts: readonly string[],
  flags: RunFlags & { readonly rules?: readonly string[] | undefined },
): Promise<Live> {
  const devices = await devicesFor(hosts, flags)
  const voice = new Voice(devices.devices.length, flags.quiet)
  const hostKeys = hostKeysFor(flags, voice)
  const input = targetInputFor(devices, flags, hostKeys)
  const resolved = await resolve(input)
  return {
    voice,
    names: resolved.map(({ device }) => device.name),
    ready: async () => {
      for (const text of devices.notes) voice.say(text)
      const targets = await targetsOf(resolved, input, secretsFor(devices, flags, voice))
      await assertKnownHosts(hostKeys)
      return {
        ...runFor(devices, flags, hostKeys),
        targets,
        onProgress: voice.show,
        ...present('packs', flags.rules),
      }
    },
  }
}
