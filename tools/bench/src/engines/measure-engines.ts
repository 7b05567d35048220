// @ts-check
import type { RunOptions, Section } from "../main.js";
import { measurePostgres } from "./measure-postgres.js";
import { measureReconcile } from "./measure-reconcile.js";
import { measureRedis } from "./measure-redis.js";

/** What it costs that each change is applied once: the inboxes on an engine, and the reconciler. */
export async function measureEngines(options: RunOptions): Promise<Section> {
  const parts = [
    await measurePostgres(options),
    await measureRedis(options),
    await measureReconcile(options),
  ];
  return {
    title: "The engines",
    table: parts.map(({ title, table }) => `### ${title}\n\n${table}`).join("\n\n"),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}
