// Limits a person may be told of, or may change.
import { SESSION_LIMITS } from '../../session/limits.ts'

/** One device is given up after this many seconds. */
export const DEVICE_TIMEOUT_SECONDS = SESSION_LIMITS.deviceMs / 1_000
