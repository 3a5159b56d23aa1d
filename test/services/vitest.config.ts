// Tests against a real OpenSSH server on loopback; `npm run test:services`. See test/services/install.sh.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/services/**/*.test.ts'],
    globalSetup: ['test/services/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One server at a time: the tests look at the processes and sockets that are left.
    fileParallelism: false,
  },
})
