// Debian's Chromium, as `cargo xtask test --lane browser` finds it. Every test has a project, a
// database and a studio of its own, so all of them may run at once.
import { defineConfig } from "@playwright/test";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "tests",
  outputDir: process.env["MIZZLE_TEST_OUTPUT"] ?? "../../../target/browser",
  fullyParallel: true,
  forbidOnly: true,
  workers: Number(process.env["MIZZLE_TEST_WORKERS"] ?? 2),
  // A build without its page fails all of them, each after its time.
  maxFailures: 12,
  timeout: 120_000,
  // A rehearsal on a busy machine takes its time.
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
    // What moves is measured where it has come to rest.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["MIZZLE_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium's sandbox does not start for root, as whom containers run tests.
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
});
