// What can be wrong with an input that was partly read.

/**
 *   early     it ends before its time (a transfer was cut)
 *   data      its bytes are wrong somewhere: no part of it can be trusted to be whole
 *   large     it is, or would become, larger than is read
 */
export type DamageKind = 'early' | 'data' | 'large'

/** Thrown after everything that could be read was handed on. The message continues a sentence that starts with the name. */
export class DamagedInput extends Error {
  override readonly name = 'DamagedInput'
  readonly kind: DamageKind

  constructor(kind: DamageKind, message: string) {
    super(message)
    this.kind = kind
  }
}
