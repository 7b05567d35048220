import type { PoolConfig } from "pg";
import { DataSource, EntitySchema } from "typeorm";

/** A row of the table of effects. */
export interface Effect {
  id?: number;
  name: string;
}

/** The entity of the table of effects. */
export const Effect = new EntitySchema<Effect>({
  name: "Effect",
  tableName: "effects",
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String },
  },
});

/** Creates a data source, as users do. */
export function createDataSource(
  { host, port, user, database, application_name, max }: PoolConfig,
  schema: string,
): DataSource {
  return new DataSource({
    type: "postgres",
    ...(host && { host }),
    ...(port && { port }),
    ...(user && { username: user }),
    ...(database && { database }),
    ...(application_name && { applicationName: application_name }),
    ...(max && { poolSize: max }),
    schema,
    entities: [Effect],
  });
}
