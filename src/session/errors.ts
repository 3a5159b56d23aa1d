// What can go wrong with a session: one class, one stable kind per meaning.
import type { CollectionProblem } from '../model/capture.ts'

export type ProblemKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'connect-timeout'
  | 'closed-before-ident'
  | 'handshake-timeout'
  | 'handshake-failed'
  | 'algorithm-mismatch'
  | 'hostkey-unknown'
  | 'hostkey-changed'
  | 'hostkey-revoked'
  | 'hostkey-file'
  | 'auth-failed'
  | 'auth-timeout'
  | 'auth-needs-interaction'
  | 'auth-key'
  | 'password-expired'
  | 'session-limit'
  | 'shell-failed'
  | 'prompt-not-found'
  | 'wrong-mode'
  | 'platform-unknown'
  | 'enable-failed'
  | 'closed-mid-output'
  | 'desync'
  | 'jump-refused'
  | 'proxy-failed'
  | 'auth-stopped'
  | 'deadline'
  | 'device-timeout'
  | 'stopped'

/** May pass by itself after a pause. A refused password never does: trying again locks accounts. */
const PASSING: ReadonlySet<ProblemKind> = new Set(['refused', 'closed-before-ident', 'session-limit'])

/** `message` is for a person: what happened and what to do next. It never holds a secret. */
export class SessionError extends Error {
  readonly kind: ProblemKind
  /** The jump host it happened at; undefined for the device itself. */
  readonly hop: string | undefined

  constructor(kind: ProblemKind, message: string, hop?: string) {
    super(message)
    this.name = 'SessionError'
    this.kind = kind
    this.hop = hop
  }

  /** May pass by itself after a pause. */
  get mayPass(): boolean {
    return PASSING.has(this.kind)
  }

  asProblem(): CollectionProblem {
    const { kind, message, hop } = this
    return hop === undefined ? { kind, message } : { kind, message, hop }
  }
}

/** How often it is worth another try: a full VTY or a rate limit frees itself, a closed port seldom does. */
export function triesLeft(problem: CollectionProblem | undefined): number {
  if (problem === undefined || !(PASSING as ReadonlySet<string>).has(problem.kind)) return 0
  return problem.kind === 'refused' ? 1 : 5
}

/** @param reason of an abort signal: a SessionError says more than that somebody stopped the run */
export function stopped(reason?: unknown): SessionError {
  return reason instanceof SessionError ? reason : new SessionError('stopped', 'stopped before it was done')
}

/** A limit in words: `30 s`. */
export function seconds(ms: number): string {
  return ms >= 1_000 ? `${Math.round(ms / 1_000)} s` : `${ms} ms`
}
