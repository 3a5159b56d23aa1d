import type { RevocationProbe } from '../../model/probe/crl.ts'
import type { TlsJudgement, TlsProbe } from '../../model/probe/tls.ts'
import type { Scene } from './scene.ts'

export async function probeLists(_scene: Scene, _tls: TlsProbe, _judgement: TlsJudgement): Promise<RevocationProbe> {
  return { targets: [], crl: [], ocsp: [] }
}

export function judgeLists(_scene: Scene, _lists: RevocationProbe): void {}
