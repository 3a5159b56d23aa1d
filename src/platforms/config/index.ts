// Configurations: read, changed as a device in configuration mode would change them, printed back.
export { ConfigEditor, type LineResult } from './editor.ts'
export { isExecLine, type Plane } from './grammar.ts'
export { fullInterfaceName } from './interfaces.ts'
export { applyPaste, type Pasted, type PasteNote } from './paste.ts'
export { type ConfigNode, type ConfigTree, printConfig, readConfig } from './tree.ts'
