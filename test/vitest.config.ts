// How the tests run: real clocks, no retries; servers are started once a file and on free ports.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.{ts,tsx}"],
    retry: 0,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["src/core/**", "src/app/**", "src/ui/**"],
      thresholds: {
        "src/{core,app}/**": { lines: 95, branches: 95 },
        "src/ui/**": { lines: 95, branches: 90 },
      },
    },
  },
});
