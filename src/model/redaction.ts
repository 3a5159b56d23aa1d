// How much is masked in what leaves the computer or reaches its disk.

/** `secrets`: what opens a door. `identity`: also who and where it is. `strict`: also what people wrote and named. */
export const REDACTION_LEVELS = ['secrets', 'identity', 'strict'] as const
export type RedactionLevel = (typeof REDACTION_LEVELS)[number]
