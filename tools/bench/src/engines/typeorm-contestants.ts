import type { Inbox } from "@numipay/core";
import { typeormInbox } from "@numipay/sql/typeorm";
import type { PoolConfig } from "pg";
import { DataSource, type EntityManager, EntitySchema } from "typeorm";
import { applyThroughInbox, type Contestant } from "./contestant.js";
import type { OrmContestants } from "./orm-contestants.js";

interface Effect {
  id?: number;
  name: string;
}

const Effect = new EntitySchema<Effect>({
  name: "Effect",
  tableName: "effects",
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String },
  },
});

/** Opens TypeORM's data source, with the inbox and the idiom on it. */
export async function openTypeorm(
  { host, port, user, database, password }: PoolConfig,
  schema: string,
  connections: number,
): Promise<OrmContestants<EntityManager>> {
  const dataSource = new DataSource({
    type: "postgres",
    ...(host && { host }),
    ...(port && { port }),
    ...(user && { username: user }),
    ...(database && { database }),
    ...(typeof password === "string" && { password }),
    poolSize: connections,
    schema,
    entities: [Effect],
  });
  await dataSource.initialize();
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
