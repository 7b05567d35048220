import { DataSource, EntitySchema } from "typeorm";
import type { LibrarySettings } from "./library-settings.js";

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

/** Creates a data source, as users do. `schema` is for PostgreSQL. */
export function createDataSource(
  type: "postgres" | "mariadb",
  { user, max, application_name: applicationName, ...connection }: LibrarySettings,
  schema?: string,
): DataSource {
  const options = { ...connection, username: user, poolSize: max, entities: [Effect] };
  return type === "mariadb"
    ? new DataSource({ ...options, type })
    : new DataSource({
        ...options,
        type,
        applicationName,
        ...(schema !== undefined && { schema }),
      });
}
