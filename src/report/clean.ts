// Device text made safe to show: no terminal escapes, no control or direction-changing characters.

const ESC = '\\u001b'
// CSI sequences, OSC strings (ended by BEL or ST, or by the end of the line) and other two-character escapes.
const ESCAPES = new RegExp(
  `${ESC}\\[[0-9;?<=>!]*[ -/]*[@-~]|${ESC}\\][^\\u0007\\u001b\\n]*(?:\\u0007|${ESC}\\\\)?|${ESC}[ -/]*[0-~]?`,
  'g',
)
// C0 and C1 controls, DEL, zero-width, bidirectional, annotation and tag marks: they can hide or reorder what a person
// reads. Noncharacters and halves of a pair can be written in no encoding and stand in no XML.
const CONTROLS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text safe for a terminal. Tabs become a space; line ends become a space unless `keepLines`. */
export function displayText(text: string, keepLines = false): string {
  const plain = text
    .replace(/\r\n/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(ESCAPES, '')
    .replace(/\t/g, ' ')
    .replace(CONTROLS, '')
  return keepLines ? plain : plain.replace(/\n/g, ' ')
}
