import type { PoolConfig } from "pg";
import { DataSource, EntitySchema } from "typeorm";

export interface Effect {
  id?: number;
  name: string;
}

export const Effect = new EntitySchema<Effect>({
  name: "Effect",
  tableName: "effects",
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String },
  },
});

/** Opens TypeORM's data source. */
export async function openDataSource(
  { host, port, user, database, password }: PoolConfig,
  schema: string,
  connections: number,
): Promise<DataSource> {
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
  return dataSource;
}
