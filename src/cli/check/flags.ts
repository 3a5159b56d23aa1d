// The flags of a run over devices in words of the use case.
import type { Interfaces } from '@oclif/core'
import { type HostKeyPolicy, hostKeyPolicy } from '../../app/check/host-keys.ts'
import { Secrets } from '../../app/check/secrets.ts'
import type { Resolved, TargetInput } from '../../app/check/targets.ts'
import type { CheckOptions } from '../../app/check.ts'
import { type Devices, devicesOf } from '../../app/devices.ts'
import { present } from '../../inventory/settings.ts'
import type { Platform } from '../../model/platform.ts'
import type { deviceFlags } from '../device-flags.ts'
import { interruption } from '../interrupt.ts'
import type { loginFlags, runFlags, sshFlags } from '../login-flags.ts'
import type { Voice } from './voice.ts'

type AllFlags = typeof deviceFlags & typeof loginFlags & typeof sshFlags & typeof runFlags
export type RunFlags = Interfaces.InferredFlags<AllFlags> & { readonly platform?: Platform | undefined }

/** @throws Error when an argument or an inventory cannot be used */
export function devicesFor(hosts: readonly string[], flags: RunFlags): Promise<Devices> {
  return devicesOf({
    hosts,
    ...present('inventory', flags.inventory),
    ...present('format', flags['inventory-format']),
    ...present('limit', flags.limit),
    ...present('retryFailed', flags['retry-failed']),
  })
}

export function hostKeysFor(flags: RunFlags, voice: Voice): HostKeyPolicy {
  return hostKeyPolicy({
    ...present('mode', flags['host-key']),
    ...present('file', flags['known-hosts']),
    interactive: voice.interactive,
    note: voice.say,
    whileAsking: voice.whileAsking,
  })
}

export function targetInputFor(devices: Devices, flags: RunFlags, hostKeys: HostKeyPolicy): TargetInput {
  return {
    devices,
    ...present('username', flags.username),
    ...present('port', flags.port),
    ...present('platform', flags.platform),
    ...present('jump', flags.jump?.split(',')),
    sshConfig: flags['no-ssh-config'] ? false : present('file', flags['ssh-config']),
    hostKeys,
    hostKeysFixed: flags['host-key'] !== undefined || flags['known-hosts'] !== undefined,
  }
}

export function secretsFor(devices: Devices, flags: RunFlags, voice: Voice): Secrets {
  return new Secrets({
    defaults: {
      agent: flags.agent,
      enable: flags.enable,
      passwordStdin: flags['password-stdin'],
      ...present('identity', flags.identity),
      ...present('passwordFile', flags['password-file']),
      ...present('passwordCommand', flags['password-command']),
      ...present('enablePasswordFile', flags['enable-password-file']),
      ...present('otpCommand', flags['otp-command']),
    },
    named: devices.credentials,
    env: process.env,
    interactive: voice.interactive,
    whileAsking: voice.whileAsking,
  })
}

const milliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1_000

/** How the run goes, once the targets are known. */
export function runFor(
  devices: Devices,
  flags: RunFlags,
  hostKeys: HostKeyPolicy,
): Omit<CheckOptions, 'targets' | 'version'> {
  return {
    session: {
      hostKeys,
      legacyCrypto: flags['legacy-crypto'],
      enable: flags.enable,
      limits: present('deviceMs', milliseconds(flags.timeout)),
      ...present('bind', flags.bind),
      ...present('transport', flags.transport),
    },
    concurrency: flags.concurrency,
    groupLimits: devices.groupLimits,
    paceMs: 1_000 / flags.rate,
    carryOnAfterRefusal: flags['carry-on'],
    quick: flags.quick,
    active: flags.active,
    ...present('deadlineMs', milliseconds(flags.deadline)),
    signal: interruption(),
  }
}

/** `noc@10.0.0.1 port 22 through ops@bastion port 22`. */
export function describeWay({ username, host, port, jump }: Resolved): string {
  const through = jump.map(hop => `${hop.username}@${hop.host} port ${hop.port}`).join(', then ')
  return `${username}@${host} port ${port}${through === '' ? '' : ` through ${through}`}`
}
