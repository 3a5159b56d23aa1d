// Every host key of the lab can be read by the server that uses it.
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { newHostKey } from '../../src/lab/host-key.ts'

test('a key the SSH library cannot read itself is not used', () => {
  const generate = ssh2.utils.generateKeyPairSync
  const good = newHostKey()
  const pairs = [{ private: 'malformed', public: '' }, good]
  ssh2.utils.generateKeyPairSync = (() => pairs.shift() ?? good) as typeof generate
  try {
    expect(newHostKey()).toBe(good)
    expect(pairs).toEqual([])
  } finally {
    ssh2.utils.generateKeyPairSync = generate
  }
})
