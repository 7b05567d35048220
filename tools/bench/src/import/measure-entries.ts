import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { timeImports } from "./time-import.js";

/** Each entry of @numipay/sql, and the module that its user imports anyway. */
const drivers = {
  pg: "pg",
  pglite: "@electric-sql/pglite",
  "postgres-js": "postgres",
  mysql2: "mysql2/promise",
  "better-sqlite3": "better-sqlite3",
  drizzle: "drizzle-orm",
  kysely: "kysely",
  knex: "knex",
  // What a generated client imports.
  prisma: "@prisma/client/runtime/client",
  typeorm: "typeorm",
};
const defaultRounds = 10;

/** Measures what importing an entry of @numipay/sql costs, beside its driver or ORM alone. */
export async function measureEntries({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  // The drivers are installed for @numipay/sql, not for the bench.
  const { resolve } = createRequire(import.meta.resolve("@numipay/sql"));
  const modules = Object.entries(drivers).flatMap(([entry, driver]) => [
    { name: `@numipay/sql/${entry}`, specifier: `@numipay/sql/${entry}` },
    { name: driver, specifier: pathToFileURL(resolve(driver)).href },
  ]);
  const times = await timeImports(modules, rounds, random);
  const timesOf = (name: string): readonly number[] => times.get(name) ?? [];
  const rows = Object.entries(drivers).map(([entry, driver]) => {
    const ours = timesOf(`@numipay/sql/${entry}`);
    const share = summarizeRatios(ours, timesOf(driver));
    const milliseconds = [ours, timesOf(driver)].map((list) => median(list).toFixed(1));
    return { entry, share, cells: [entry, ...milliseconds, driver, formatRatio(share)] };
  });
  return {
    title: "Import of each entry of @numipay/sql, as a share of its driver's",
    table: markdownTable(
      ["entry", "median ms of processor time", "driver's", "driver", "share"],
      rows.map(({ cells }) => cells),
    ),
    values: Object.fromEntries(
      rows.map(({ entry, share }) => [`import: @numipay/sql/${entry} / driver`, share.median]),
    ),
  };
}
