import type { Connection, QueryResult, ResultSetHeader, TypeCastField } from "mysql2/promise";
import type { StatementResult } from "../../dialects/dialect.js";
import type { MysqlConnection } from "../library/mysql-connection.js";

/** Connections that have a listener for errors. Otherwise, an error of a closed one would end the process. */
const watched = new WeakSet<object>();

/** What only the owner of a connection knows. `identity` is its object of `mysql2`, because it is wrapped each time it is used. */
export type Mysql2Parts<Tx> = Pick<MysqlConnection<Tx>, "openHandle" | "end"> & {
  connection: Connection;
  identity: object;
};

/** Adapts a connection of `mysql2`, which a pool or a library has given. */
export function mysql2Connection<Tx>({
  connection,
  identity,
  openHandle,
  end,
}: Mysql2Parts<Tx>): MysqlConnection<Tx> {
  if (!watched.has(identity)) {
    watched.add(identity);
    connection.on("error", () => undefined);
  }
  return {
    identity,
    async query(sql) {
      const options = { sql, typeCast: asText, rowsAsArray: false, nestTables: false };
      const [result] = await connection.query<QueryResult>(options);
      return toStatementResult(result);
    },
    openHandle,
    isLost: (error) => (error as { fatal?: boolean }).fatal === true,
    watch(onLost) {
      connection.on("error", onLost);
      connection.on("end", onLost);
      return () => {
        connection.off("error", onLost);
        connection.off("end", onLost);
      };
    },
    end,
  };
}

/** Ignores the type casts of the pool. */
export function asText(field: TypeCastField): string | null {
  return field.string("utf8");
}

/** What a statement returned. */
export function toStatementResult(result: QueryResult): StatementResult {
  if (Array.isArray(result)) return { rows: result as StatementResult["rows"], rowCount: 0 };
  return { rows: [], rowCount: (result as ResultSetHeader).affectedRows };
}
