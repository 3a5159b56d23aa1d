// The host key of simulated devices.
import ssh2 from 'ssh2'

export interface HostKeyPair {
  readonly private: string
  readonly public: string
}

/** A new Ed25519 key. The SSH library writes one in 256 so that it cannot read it itself: that one is not used. */
export function newHostKey(): HostKeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519')
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair
  }
}
