// Lines of `show call-home [detail]` that are understood though they hold no fact. IOS XR prints the same ones.

const NOTHING = 'Not yet set up'
const KEYS =
  "call home feature|call home message's (from|reply-to) address|vrf for call-home messages|contact person's (e-?mail address|phone number|name)|street address|customer ID|contract ID|site ID|source ip(v4|v6)? address|source interface|mail-server(\\[\\d{1,2}\\])?|address|priority|secure|http proxy|proxy|port|http secure|server identity check|http resolve-hostname|diagnostic signature|profile|smart[ -]licensing messages|aaa-authorization( username)?|data-privacy|syslog throttling|rate-limit|snapshot command|contact name|phone home|alert-group|throttling|service|vrf"
const PROFILE =
  'profile name|profile status|profile mode|reporting data|preferred message format|message size limit|transport method|e-?mail address\\(es\\)|http\\s+address\\(es\\)|other address\\(es\\)|periodic (configuration|inventory) info message is scheduled .{0,60}|alert-group|syslog-pattern|anonymous-reporting.{0,30}|msg format|destination url\\(s\\)'

const LINE = new RegExp(
  `^((${KEYS}|${PROFILE})\\s*:|current call home settings:|available alert groups:?|keyword\\s+state(\\s+description)?$|[- ]{5,}$|[\\w-]{2,30}\\s+(enable|disable)d?\\b|profiles:|periodic .{3,20} info message|alert-group\\s+severity|syslog-pattern\\s+severity|[\\w-]{2,30}\\s+(normal|minor|major|warning|notification|critical|catastrophic|fatal|disaster|debug(ging)?|informational|n/a)$|.{1,80}\\s+(normal|minor|major|warning|notification|critical|catastrophic|fatal|disaster|debug)$|n/a\\s+n/a$|https?://|other address|${NOTHING}$|default$)`,
  'i',
)

/** Tested on the trimmed line. */
export function isCallHomeLine(text: string): boolean {
  return text.length <= 300 && LINE.test(text)
}
