// The tool's version, from package.json; the build puts the text in place.
import manifest from '../../package.json' with { type: 'json' }

export const VERSION: string = manifest.version
