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
    // Sessions mostly wait. Each test looks only at the processes and sockets of its own servers.
    maxWorkers: 3,
  },
})
