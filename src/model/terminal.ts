// Widths terminals have. A line of exactly this length is seldom one by chance: it goes on in the next.
export const TERMINAL_WIDTHS: readonly number[] = [80, 100, 120, 132, 160, 200, 255, 256, 511, 512]
