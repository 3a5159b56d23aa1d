// IOS XR names: VRF `default` is the global table.

export function vrfName(printed: string): string {
  return printed.toLowerCase() === 'default' ? '' : printed
}
