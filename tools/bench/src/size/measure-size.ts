import { fileURLToPath } from "node:url";
import { markdownTable } from "measure";
import type { Section } from "../section.js";
import { packageClosure } from "./package-closure.js";
import { publishedBytes } from "./published-files.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const names = [
  "@numipay/core",
  "@numipay/express",
  "@numipay/sql",
  "stripe",
  "svix",
  "@octokit/webhooks",
];
const reference = "stripe";

/** Counts the packages and megabytes of files that an install of each package adds. */
export function measureSize(): Section {
  const sizes = names.map((name) => ({ name, ...installedSize(name) }));
  const referenceBytes = sizes.find(({ name }) => name === reference)?.bytes ?? Number.NaN;
  return {
    title: "Install size",
    table: markdownTable(
      ["package", "packages", "MB", "share of stripe's bytes"],
      sizes.map(({ name, packages, bytes }) => [
        name,
        String(packages),
        toMegabytes(bytes).toFixed(2),
        (bytes / referenceBytes).toFixed(2),
      ]),
    ),
    values: Object.fromEntries(
      sizes.flatMap(({ name, packages, bytes }) => [
        [`size: ${name} packages`, packages],
        [`size: ${name} MB`, toMegabytes(bytes)],
      ]),
    ),
  };
}

export function installedSize(name: string): { packages: number; bytes: number } {
  const closure = packageClosure(name, here);
  const bytes = closure.reduce((sum, installed) => sum + publishedBytes(installed), 0);
  return { packages: closure.length, bytes };
}

function toMegabytes(bytes: number): number {
  return bytes / 1e6;
}
