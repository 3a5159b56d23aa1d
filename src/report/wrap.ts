// Folding text to a width by the columns it takes, not by its characters.
import stringWidth from 'string-width'

// Terminals draw these one column wide; the width library takes some of them for emoji.
const NARROW_SYMBOLS = /[✔✖▲→–…─·]/g

/** Columns the text takes in a terminal. */
export function columnsOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text.replace(NARROW_SYMBOLS, 'x'))
}

/** Lines of at most `width` columns. A word longer than that (a URL) stays whole: it must survive copying. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/ +/)) {
    if (word === '') continue
    const columns = columnsOf(word)
    if (line !== '' && used + 1 + columns > width) {
      lines.push(line)
      line = word
      used = columns
    } else {
      line = line === '' ? word : `${line} ${word}`
      used += (used === 0 ? 0 : 1) + columns
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

/** Cuts to `width` columns with `ellipsis` at the end. */
export function cut(text: string, width: number, ellipsis: string): string {
  if (columnsOf(text) <= width) return text
  let kept = ''
  let used = columnsOf(ellipsis)
  for (const character of text) {
    used += columnsOf(character)
    if (used > width) break
    kept += character
  }
  return `${kept.trimEnd()}${ellipsis}`
}

/** Cuts in front: of a long path the end tells most. */
export function cutFront(text: string, width: number, ellipsis: string): string {
  if (columnsOf(text) <= width) return text
  const characters = [...text]
  while (characters.length > 0 && columnsOf(characters.join('')) + columnsOf(ellipsis) > width)
    characters.shift()
  return `${ellipsis}${characters.join('')}`
}
