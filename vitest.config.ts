// Unit tests: no root, no network, no outside service.
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/services/**', 'test/bench/**', 'node_modules/**'],
    // One less than the cores is vitest's way; with two cores half the time is spent waiting for devices.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
