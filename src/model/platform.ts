// The platforms, generations and methods the tool knows, in Cisco's words.

export const PLATFORMS = ['ios-xe', 'nx-os', 'ios-xr'] as const
export type Platform = (typeof PLATFORMS)[number]

/** Short form for a person: `IOS XE`. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  'ios-xe': 'IOS XE',
  'nx-os': 'NX-OS',
  'ios-xr': 'IOS XR',
}

/** `classic` = register/authorise; `policy` = Smart Licensing Using Policy; `traditional` = PAK/RTU/node-locked. */
export const GENERATIONS = ['classic', 'policy', 'traditional', 'reservation'] as const
export type Generation = (typeof GENERATIONS)[number]

export const GENERATION_NAMES: Readonly<Record<Generation, string>> = {
  classic: 'Smart Licensing (classic)',
  policy: 'Smart Licensing Using Policy',
  traditional: 'traditional licensing (PAK/RTU)',
  reservation: 'licence reservation (SLR/PLR)',
}

/** How licensing messages reach Cisco. */
export const METHODS = ['direct', 'proxy', 'gateway', 'on-prem', 'cslu', 'offline'] as const
export type Method = (typeof METHODS)[number]

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  direct: 'direct to Cisco',
  proxy: 'through an HTTP proxy',
  gateway: 'through a transport gateway',
  'on-prem': 'SSM On-Prem',
  cslu: 'CSLU',
  offline: 'offline',
}

export function isPlatform(text: string): text is Platform {
  return (PLATFORMS as readonly string[]).includes(text)
}
