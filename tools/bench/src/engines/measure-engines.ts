import { joinSections, type RunOptions, type Section } from "../section.js";
import { measureOrms } from "./measure-orms.js";
import { measurePeers } from "./measure-peers.js";
import { measurePostgres } from "./measure-postgres.js";
import { measurePostgresHttp } from "./measure-postgres-http.js";
import { measureReconcile } from "./measure-reconcile.js";
import { measureRedis } from "./measure-redis.js";

/** Measures what exactly-once processing costs: each inbox on its engine, and the reconciler. */
export async function measureEngines(options: RunOptions): Promise<Section> {
  return joinSections("The engines", [
    await measurePostgres(options),
    await measurePostgresHttp(options),
    await measureOrms(options),
    await measurePeers(options),
    await measureRedis(options),
    await measureReconcile(options),
  ]);
}
