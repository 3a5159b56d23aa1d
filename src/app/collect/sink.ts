// Where what was read goes: masked, judged, and into a bundle. Nothing unmasked reaches the disk on the way.
import { rmSync } from 'node:fs'
import type { BundleDevice, CaseWords, Manifest } from '../../bundle/manifest.ts'
import { type MaskedTranscript, Transcript } from '../../bundle/transcript.ts'
import { BundleWriter, type MaskedIn, type TextFile } from '../../bundle/writer.ts'
import type { CaptureSet } from '../../model/capture.ts'
import type { FactStore } from '../../model/facts/store.ts'
import { findingKey } from '../../model/finding.ts'
import type { RedactionLevel } from '../../model/redaction.ts'
import type { DeviceReport } from '../../model/report.ts'
import { DEFAULT_THRESHOLDS, publishThresholds, type Thresholds } from '../../model/thresholds.ts'
import { redactCaptures, redactName } from '../../redact/captures.ts'
import { type RedactorOptions, redactText } from '../../redact/redactor.ts'
import type { Recorder, Target } from '../../session/device.ts'
import { printable } from '../archive/entry.ts'
import type { CheckEvent } from '../check/collect.ts'
import { factsOf, judgeFacts } from '../judge.ts'
import { newMap, openMap, type PrivateMap, saveMap } from '../redact/map-file.ts'
import type { RuleSet } from '../rules.ts'
import { OwnSecrets } from './own-secrets.ts'
import { rulesNote } from './rules-note.ts'

export interface BundleRequest {
  readonly file: string
  readonly level: RedactionLevel
  /** The private map, kept apart; only above level `secrets`. */
  readonly mapFile?: string
}

export interface SinkOptions extends BundleRequest {
  /** Of the devices, in the order they were named. */
  readonly names: readonly string[]
  /** What an inventory says of them, by name. */
  readonly places?: ReadonlyMap<string, Place>
  readonly rules: RuleSet
  readonly packs?: readonly string[]
  readonly version: string
  readonly thresholds?: Thresholds
  readonly started: Date
  /** The texts are no pseudonyms of an earlier masking. */
  readonly raw: boolean
  readonly words?: CaseWords
  /** What a case adds to a device; gets masked values only. */
  readonly extras?: (device: MaskedDevice, words: CaseWords, index: number) => readonly TextFile[]
  /** What is said of the level, where the texts were masked more before. */
  readonly stated?: RedactionLevel
}

/** A device as it stands in the bundle. */
export interface MaskedDevice {
  readonly report: DeviceReport
  readonly set: CaptureSet
  readonly store: FactStore
}

export interface Place {
  readonly groups?: readonly string[]
  readonly tags?: readonly string[]
}

export class BundleSink {
  private readonly options: SinkOptions
  private readonly writer: BundleWriter
  private readonly map: PrivateMap
  private readonly masking: RedactorOptions
  private readonly secrets: OwnSecrets
  private readonly transcripts = new Map<string, Transcript>()
  /** Places among the names that are taken. */
  private readonly added = new Set<number>()
  private readonly forget = (): void => {
    for (const file of this.writer.temporary) rmSync(file, { force: true })
  }

  private constructor(
    options: SinkOptions,
    writer: BundleWriter,
    map: PrivateMap,
    masking: RedactorOptions,
    secrets: OwnSecrets,
  ) {
    this.options = options
    this.writer = writer
    this.map = map
    this.masking = masking
    this.secrets = secrets
    // A second Ctrl-C ends the process at once.
    process.once('exit', this.forget)
  }

  /** @throws Error with a sentence when the bundle cannot be written where it shall be */
  static async open(options: SinkOptions): Promise<BundleSink> {
    const { file, level, mapFile, names, started, raw, stated = level } = options
    const secrets = new OwnSecrets()
    const map = mapFile === undefined ? newMap() : await openMap(mapFile)
    const masking: RedactorOptions = {
      level,
      ...(level === 'secrets' ? {} : { map: map.pseudonyms }),
      raw,
      literals: secrets.values,
    }
    if (level !== 'secrets') for (const name of names) map.pseudonyms.learn('host', name)
    const shown = names.map(name => redactName(name, masking))
    const writer = await BundleWriter.open(file, { names: shown, level: stated, time: started }).catch(
      (error: unknown) => {
        throw unwritable(file, error)
      },
    )
    return new BundleSink(options, writer, map, masking, secrets)
  }

  /** The target, with what it logs in with remembered for masking. */
  readonly watch = (target: Target): Target => {
    if (this.options.level !== 'secrets') {
      this.map.pseudonyms.learn('host', target.host)
      this.map.pseudonyms.learn('user', target.credentials.username)
    }
    return this.secrets.watch(target)
  }

  /** A further try starts anew: the bundle holds the session its captures come from. */
  readonly record = ({ name }: { readonly name: string }): Recorder => {
    // Of two devices of one name nobody could tell which it is of.
    if (this.options.names.filter(one => one === name).length > 1) return () => undefined
    return this.recording(name)
  }

  private recording(name: string): Recorder {
    const transcript = new Transcript(this.masking)
    this.transcripts.set(name, transcript)
    return transcript.take
  }

  /** An event as a person may be told of it. */
  readonly told = (event: CheckEvent): CheckEvent => this.secrets.told(event)

  /** The transcript's bytes of an earlier session, as they were saved. */
  recorded(name: string, pieces: Iterable<Uint8Array>): void {
    const take = this.recording(name)
    for (const piece of pieces) take(piece)
  }

  /**
   * Masks, judges and writes one device.
   * @param index its place among the names; the next one of its name when left out
   * @throws Error with a sentence when it cannot be written
   */
  async add(set: CaptureSet, index = this.nextOf(set.name), place?: Place): Promise<DeviceReport> {
    this.added.add(index)
    const transcript = this.transcriptOf(set.name)
    const masked = new Map<number, MaskedIn>()
    const redacted = redactCaptures(set, this.masking, (at, redactor) =>
      masked.set(at, { masked: redactor.report(), counts: redactor.counts() }),
    )
    const said = transcript?.finish()
    const { rules, thresholds } = this.options
    const store = factsOf(redacted, thresholds)
    const report = judgeFacts(redacted, store, rules, thresholds)
    const where = place ?? this.options.places?.get(set.name) ?? {}
    await this.write(
      index,
      { redacted, masked, report, store, ...(said === undefined ? {} : { said }) },
      where,
    )
    return report
  }

  /** Puts the bundle in its place, and the private map beside it. */
  async finish(
    partial?: string,
    texts: readonly TextFile[] = [],
  ): Promise<{ readonly manifest: Manifest; readonly counts: Readonly<Record<string, number>> }> {
    const { file, mapFile, level, started, version, rules, packs, thresholds, words } = this.options
    try {
      // First the map: a bundle nobody can read back is of no use.
      if (mapFile !== undefined && level !== 'secrets') await saveMap(mapFile, this.map)
      const manifest = await this.writer.finish(
        {
          schema: 'smartlic.bundle/v1',
          tool: { name: 'smartlic', version },
          rules: rulesNote(rules, packs),
          started_at: started.toISOString(),
          finished_at: new Date().toISOString(),
          collector: {
            time_zone: level === 'secrets' ? Intl.DateTimeFormat().resolvedOptions().timeZone : '',
            utc_offset_minutes: -started.getTimezoneOffset() || 0,
          },
          thresholds: publishThresholds(thresholds ?? DEFAULT_THRESHOLDS),
          ...(partial === undefined ? {} : { partial: redactText(partial, this.masking) }),
          ...(words === undefined ? {} : { case: this.words }),
        },
        texts,
      )
      return { manifest, counts: this.writer.counts }
    } catch (error) {
      throw unwritable(file, error)
    } finally {
      process.removeListener('exit', this.forget)
    }
  }

  /** Leaves no file behind. */
  async abort(): Promise<void> {
    process.removeListener('exit', this.forget)
    await this.writer.abort()
  }

  /** Name of a device's folder in the bundle. */
  folderOf(index: number): string {
    return this.writer.folderOf(index)
  }

  private masked(text: string): string {
    return redactText(text, this.masking)
  }

  /** What the person said, masked. */
  get words(): CaseWords {
    const { problem, tried, service_request: request } = this.options.words ?? { tried: [] }
    return {
      ...(problem === undefined ? {} : { problem: this.masked(problem) }),
      tried: tried.map(text => this.masked(text)),
      ...(request === undefined ? {} : { service_request: request }),
    }
  }

  private nextOf(name: string): number {
    const { names } = this.options
    const index = names.findIndex((one, at) => one === name && !this.added.has(at))
    return index < 0 ? names.length + this.added.size : index
  }

  private transcriptOf(name: string): Transcript | undefined {
    const transcript = this.transcripts.get(name)
    this.transcripts.delete(name)
    return transcript
  }

  private async write(
    index: number,
    device: {
      readonly redacted: CaptureSet
      readonly masked: ReadonlyMap<number, MaskedIn>
      readonly report: DeviceReport
      readonly store: FactStore
      readonly said?: MaskedTranscript
    },
    place: Place,
  ): Promise<void> {
    const { redacted, masked, report, store, said } = device
    const { extras, file } = this.options
    const texts = extras?.({ report, set: redacted, store }, this.words, index)
    const notes: Omit<BundleDevice, 'name' | 'folder' | 'captures'> = {
      ...this.maskedPlace(place),
      status: report.status,
      ...clockOf(store),
      findings: report.findings.map(finding => ({
        key: findingKey(finding),
        rule: finding.rule,
        title: finding.title,
        severity: finding.severity,
        outcome: finding.outcome,
      })),
    }
    await this.writer
      .add({
        index,
        set: redacted,
        masked,
        notes,
        ...(said === undefined ? {} : { transcript: said }),
        ...(texts === undefined ? {} : { files: texts }),
      })
      .catch((error: unknown) => {
        throw unwritable(file, error)
      })
  }

  private maskedPlace({ groups, tags }: Place): Place {
    const each = (texts: readonly string[]): string[] => texts.map(text => this.masked(text))
    return {
      ...(groups === undefined ? {} : { groups: each(groups) }),
      ...(tags === undefined ? {} : { tags: each(tags) }),
    }
  }
}

function clockOf({ facts }: FactStore): Pick<BundleDevice, 'clock'> {
  const skew = facts.clock?.skew_seconds
  const error = facts.clock?.skew_error_seconds
  return skew === undefined || error === undefined
    ? {}
    : { clock: { skew_seconds: skew, error_seconds: error } }
}

const NO_ROOM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room, or name another place',
  EDQUOT: 'the disk quota is used up; make room, or name another place',
  EFBIG: 'it grew larger than files may be here; name another place',
}

function unwritable(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error
  const next = NO_ROOM[code] ?? 'check that its directory exists and is writable'
  return new Error(`cannot write the bundle to ${printable(file)} (${code}): ${next}`)
}
