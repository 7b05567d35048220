// What a user installs to use each package, as its README says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run-program.mjs";

/** `ours` and `others` are installed with the package. Of the others, the version that the package is tested with. */
const table = {
  bullmq: { ours: ["core"], others: ["bullmq", "ioredis"] },
  cli: { ours: ["core"], others: [] },
  core: { ours: ["sandbox"], others: [] },
  express: { ours: ["core"], others: ["express"] },
  fastify: { ours: ["core"], others: ["fastify"] },
  koa: { ours: ["core"], others: ["koa"] },
  mcp: { ours: ["sandbox"], others: ["@modelcontextprotocol/client"] },
  nestjs: {
    // Nest 12 itself is an ES module.
    hasCommonJs: false,
    ours: ["core"],
    others: [
      "@nestjs/common",
      "@nestjs/core",
      "@nestjs/platform-express",
      "reflect-metadata",
      "rxjs",
    ],
  },
  opentelemetry: {
    ours: ["core"],
    others: [
      "@opentelemetry/api",
      "@opentelemetry/context-async-hooks",
      "@opentelemetry/sdk-trace-base",
    ],
  },
  sql: { ours: ["core"], others: ["pg", "@electric-sql/pglite"] },
  redis: { ours: ["core"], others: ["ioredis"] },
  sandbox: { ours: [], others: [] },
  testing: { ours: ["core"], others: [] },
};

/** @typedef {{ folder: string, name: string, specs: string[], hasCommonJs: boolean }} RehearsedPackage `specs`: what is installed for it */

/**
 * A package without a row here fails the rehearsal: it would be released without one.
 * @param {string} folder of packages/
 * @returns {RehearsedPackage}
 */
export function rehearsedPackage(folder) {
  const row = table[folder];
  if (row === undefined) {
    throw new Error(
      `packages/${folder} is not rehearsed. Add it to scripts/rehearsal/rehearsed-packages.mjs.`,
    );
  }
  const others = row.others.map((name) => `${name}@${installedVersion(folder, name)}`);
  const ours = [folder, ...row.ours].map((one) => `@numipay/${one}`);
  return {
    folder,
    name: `@numipay/${folder}`,
    specs: [...ours, ...others],
    hasCommonJs: row.hasCommonJs ?? true,
  };
}

function installedVersion(folder, name) {
  const path = join(root, "packages", folder, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}
