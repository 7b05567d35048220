import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** One project a folder, so that a red line begins with the name of the package it is about. */
function projectsIn(parent: string) {
  return readdirSync(parent)
    .filter((name) => existsSync(`${parent}/${name}/test`))
    .map((name) => project(name, [`${parent}/${name}/test/**/*.test.{ts,js}`]));
}

/**
 * Packages whose test files share a process: starting a process for each file takes longer than the tests. A test file of
 * theirs must restore what it replaces, such as timers.
 */
const sharingProcess = ["nestjs-hire-desk", "sandbox"];

function project(name: string, include: string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include,
      exclude: ["**/node_modules/**", "**/*.browser.test.*"],
      isolate: !sharingProcess.includes(name),
    },
  };
}

export default defineConfig({
  test: {
    reporters: ["default"],
    // They end a test that hangs. What takes how long is the bench's to say: a machine may be busy, or start processes slowly.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // A test that passes at the second try is a red test.
    retry: 0,
    // turbo runs as many packages at once as there are processors, and most tests wait for a server part of their time.
    // Without turbo all processors belong to one run: by default vitest leaves one idle, which on a build server with two
    // is half of all. The flag --maxWorkers has no effect, because each project inherits this.
    maxWorkers: process.env["TURBO_HASH"] === undefined ? "100%" : 2,
    // Sibling packages are loaded by Node from their dist, as a user's program loads them.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    projects: [
      ...projectsIn("packages"),
      ...projectsIn("apps"),
      ...projectsIn("tools"),
      project("scripts", ["scripts/test/**/*.test.mjs"]),
      {
        extends: true,
        test: {
          name: "browser",
          include: ["{packages,apps,tools}/*/test/**/*.browser.test.{ts,js}"],
          // Starting Chromium on a busy machine takes seconds.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
