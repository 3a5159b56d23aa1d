// Can this private key be used? Asked before any device is called.
import ssh2 from 'ssh2'

export function checkPrivateKey(
  data: Buffer,
  passphrase: string | undefined,
): 'ok' | 'encrypted' | 'wrong-passphrase' | 'unusable' {
  const key = ssh2.utils.parseKey(data, passphrase)
  if (key instanceof Error) {
    if (passphrase !== undefined) return 'wrong-passphrase'
    return /passphrase|encrypted/i.test(key.message) ? 'encrypted' : 'unusable'
  }
  const one = Array.isArray(key) ? key[0] : key
  return one?.isPrivateKey() === true ? 'ok' : 'unusable'
}
