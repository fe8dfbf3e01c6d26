import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/state-home.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});

export default config;
