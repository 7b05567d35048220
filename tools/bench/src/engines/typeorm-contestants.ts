import type { Inbox } from "@numipay/core";
import { typeormInbox } from "@numipay/sql/typeorm";
import type { PoolConfig } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { applyThroughInbox, type Contestant } from "./contestant.js";
import { Effect, openDataSource } from "./open-data-source.js";
import type { OrmContestants } from "./orm-contestants.js";

/** Opens TypeORM's data source, with the inbox and the idiom on it. */
export async function openTypeorm(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OrmContestants<EntityManager>> {
  const dataSource = await openDataSource(address, schema, connections);
  // pnpm installs the same version once for each set of peers, and the types of its classes differ.
  const inbox = typeormInbox({ dataSource: dataSource as never, schema }) as unknown;
  return {
    ours: applyThroughInbox("typeormInbox", inbox as Inbox<EntityManager>),
    idiom: typeormIdiom(dataSource, schema),
    effect: ({ key }, manager) => manager.insert(Effect, { name: key }),
    close: () => dataSource.destroy(),
  };
}

function typeormIdiom(dataSource: DataSource, schema: string): Contestant<EntityManager> {
  return {
    name: "idiom in TypeORM",
    apply: ({ key }, effect) =>
      dataSource.transaction(async (manager) => {
        const added = await manager.query<unknown[]>(
          `INSERT INTO ${schema}.events (event_key) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_key`,
          [key],
        );
        if (added.length === 0) return "duplicate";
        await effect(manager);
        return "processed";
      }),
  };
}
