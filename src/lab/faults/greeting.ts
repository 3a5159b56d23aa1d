// What stands between the login and the first prompt: banners, dialogues, a full house.
import type { Machine } from '../machine.ts'
import type { Fault } from '../types.ts'
import { has } from './answer.ts'

const BANNER = `
##############################
#  Unauthorised use is forbidden  >
##############################
core-router>
admin@jump#
Password policy: see https://intranet.example.com/policy
last login by netops on vty0 >`

/** The banner a fault wants, before the device's own; '' when it wants none. */
export function bannerOf(fault: Fault | undefined): string {
  return has(fault, 'banner') ? `${BANNER}\n` : ''
}

/** The words of a device that takes no more sessions, after which it hangs up. */
export function limitText(machine: Machine): string {
  return machine.view.device.persona === 'nx-os'
    ? 'CLI session limit 32 reached. Exiting.\n'
    : '% Maximum number of sessions reached, all vty lines are in use\n'
}

export const NEW_PASSWORD = [
  'Password expired. Change your password now.\nEnter new password: ',
  '\nConfirm new password: ',
] as const
