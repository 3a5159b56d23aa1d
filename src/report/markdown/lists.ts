// Lists of steps and checks in Markdown.
import { escapeMarkdown } from './escape.ts'

export function numbered(steps: readonly string[]): string {
  return steps.map((step, at) => `${at + 1}. ${escapeMarkdown(step)}`).join('\n')
}

export function checkBlocks(verify: readonly { readonly run: string; readonly expect: string }[]): string[] {
  if (verify.length === 0) return []
  const lines = verify.map(({ run, expect }) => `- ${escapeMarkdown(run)}: ${escapeMarkdown(expect)}`)
  return ['Check', lines.join('\n')]
}
