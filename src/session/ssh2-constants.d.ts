// The lists of algorithms the SSH library can do on this Node, which its types leave out.
declare module 'ssh2/lib/protocol/constants.js' {
  const constants: {
    readonly SUPPORTED_KEX: readonly string[]
    readonly SUPPORTED_CIPHER: readonly string[]
    readonly SUPPORTED_MAC: readonly string[]
    readonly SUPPORTED_SERVER_HOST_KEY: readonly string[]
  }
  export default constants
}
