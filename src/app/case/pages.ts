// The pages of a case: of one device at the top, of several in their folders behind an index.
import type { CaseWords } from '../../bundle/manifest.ts'
import type { TextFile } from '../../bundle/writer.ts'
import type { BundleSink, MaskedDevice } from '../collect/sink.ts'
import type { RuleSet } from '../rules.ts'
import { type CaseDevice, indexPage } from './index-page.ts'
import { summaryPage } from './summary.ts'
import { timelinePage } from './timeline-page.ts'

/** Makes the pages while devices are read; holds no more of a device than the index needs. */
export class CasePages {
  private readonly rules: RuleSet
  private readonly single: boolean
  private top: readonly TextFile[] = []
  private readonly devices: { readonly report: MaskedDevice['report']; readonly index: number }[] = []

  constructor(rules: RuleSet, devices: number) {
    this.rules = rules
    this.single = devices === 1
  }

  readonly of = (device: MaskedDevice, words: CaseWords, index: number): readonly TextFile[] => {
    const pages = [
      { name: 'summary.md', text: summaryPage(device, words, this.rules) },
      { name: 'timeline.md', text: timelinePage(device) },
    ]
    if (this.single) {
      this.top = pages
      return []
    }
    this.devices.push({ report: structuredClone({ ...device.report, path: [], captures: [] }), index })
    return pages
  }

  /** What belongs to no device. */
  texts(sink: BundleSink): readonly TextFile[] {
    if (this.single) return this.top
    const devices: CaseDevice[] = [...this.devices]
      .sort((a, b) => a.index - b.index)
      .map(({ report, index }) => ({ report, folder: sink.folderOf(index) }))
    return [{ name: 'index.md', text: indexPage(devices, sink.words) }]
  }
}
