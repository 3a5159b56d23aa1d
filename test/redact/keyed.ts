// A map of pseudonyms as a bundle has one, with a key that is the same in every run.
import { createHmac } from 'node:crypto'
import { Pseudonyms } from '../../src/redact/pseudonyms.ts'

export function testMap(secret = 'test'): Pseudonyms {
  return new Pseudonyms(text => createHmac('sha256', secret).update(text).digest())
}
