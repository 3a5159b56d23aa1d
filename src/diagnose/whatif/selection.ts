// Which part of a configuration a `show running-config ...` shows, so that it can be shown again after a change.
import type { Platform } from '../../model/platform.ts'
import { expandPattern } from '../../parse/ios-xe/config-scope.ts'
import { type ConfigNode, type ConfigTree, printConfig, readConfig } from '../../platforms/config/index.ts'

export interface Selection {
  /** The lines it shows, blocks with what stands below them. */
  of(tree: ConfigTree): string[]
  /** A top-level line of these words would be shown. */
  takes(line: string): boolean
}

/** Parts NX-OS prints by feature. */
const NX_PARTS: Readonly<Record<string, readonly string[]>> = {
  callhome: ['callhome'],
  ntp: ['ntp'],
  license: ['license', 'feature license'],
  vrf: ['vrf context'],
}

/** `show running-config`, `... all`, `... brief`: nothing is left out. */
export function isWholeConfig(command: string): boolean {
  return !command.includes('|') && argumentOf(command).replace(/^(all|full|brief)$/, '') === ''
}

/** Undefined when the command's part cannot be told: its output cannot be shown again. */
export function selectionOf(platform: Platform, command: string): Selection | undefined {
  const bar = command.indexOf('|')
  if (bar >= 0) return filtered(command.slice(bar + 1))
  const words = argumentOf(command)
  if (words === '') return undefined
  const heads = platform === 'nx-os' ? (NX_PARTS[words] ?? [words]) : [words]
  return topLevel(line => heads.some(head => begins(line, head)))
}

/** Top-level commands with their blocks as printed. What stands around a configuration is left out. */
export function topLines(platform: Platform, text: string): Map<string, string> {
  const { root } = readConfig(platform, text)
  return new Map(
    root.children
      .filter(node => node.kind === 'command' && node.indent === 0 && !isFrame(node.line))
      .map(node => [node.line.trim(), printed(platform, node)]),
  )
}

function argumentOf(command: string): string {
  return command
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(admin )?sh\S* ru\S*( |$)/, '')
}

/** Lines that are about the configuration and not of it. */
function isFrame(line: string): boolean {
  return /^(Building configuration|Current configuration|% No such configuration|end$|version \d|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} )|[#>] ?sh\S* run/i.test(
    line.trim(),
  )
}

function begins(line: string, head: string): boolean {
  const text = line.trim().toLowerCase().replace(/^no /, '')
  return (
    text === head ||
    text.startsWith(`${head} `) ||
    (head.startsWith('interface ') && text.replace(/ /g, '') === head.replace(/ /g, ''))
  )
}

function topLevel(takes: (line: string) => boolean): Selection {
  return {
    takes,
    of: tree =>
      tree.root.children
        .filter(node => node.kind === 'command' && takes(node.line))
        .flatMap(node => printed(tree.platform, node).split('\n')),
  }
}

/** `| include` takes lines, `| section` takes a line with what stands below it. */
function filtered(filter: string): Selection | undefined {
  const [verb = '', ...rest] = filter.trim().split(/\s+/)
  const section = /^sec\w*$/i.test(verb)
  if (!section && !/^i(n|nc|ncl|nclu|nclud|nclude)?$/i.test(verb)) return undefined
  const literals = expandPattern(rest.join(' ').replace(/^"(.*)"$/, '$1'))
  if (literals.length === 0) return undefined
  const takes = (line: string): boolean =>
    literals.some(({ text, anchored }) => (anchored ? line.startsWith(text) : line.includes(text)))
  return {
    takes,
    of: tree => tree.root.children.flatMap(node => matching(tree.platform, node, takes, section)),
  }
}

function matching(
  platform: Platform,
  node: ConfigNode,
  takes: (line: string) => boolean,
  section: boolean,
): string[] {
  const own = takes(node.line)
  if (own && section) return printed(platform, node).split('\n')
  // Deeper levels hold nothing of licensing; hostile depth costs nothing.
  const below =
    node.indent > 8 ? [] : node.children.flatMap(child => matching(platform, child, takes, section))
  return own ? [node.line, ...below] : below
}

function printed(platform: Platform, node: ConfigNode): string {
  return printConfig({
    platform,
    root: { line: '', indent: -1, kind: 'command', children: [node], body: [] },
  })
}
