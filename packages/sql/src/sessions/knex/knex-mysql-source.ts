import type { Knex } from "knex";
import type { Connection } from "mysql2";
import type { MysqlConnection, MysqlSource } from "../library/mysql-connection.js";
import { toCheckedText } from "../mysql2/checked-text.js";
import { mysql2Connection } from "../mysql2/mysql2-connection.js";
import { createKnexHandle } from "./knex-handle.js";

/** The connections of a Knex with the client `mysql2`. */
export function knexMysqlSource(knex: Knex, maxHandlers: number): MysqlSource<Knex.Transaction> {
  const client = knex.client as Knex.Client;
  return {
    pool: client,
    maxHandlers: () => maxHandlers,
    sizeOption: "max and maxHandlers",
    connect: async () => toConnection(knex, (await client.acquireConnection()) as Connection),
  };
}

function toConnection(knex: Knex, own: Connection): MysqlConnection<Knex.Transaction> {
  const connection = own.promise();
  return mysql2Connection({
    connection,
    identity: own,
    openHandle: (guard, run) =>
      createKnexHandle(knex, own, {
        guard,
        run,
        toCheckedText: ({ sql, bindings }) => toCheckedText(connection, { sql }, bindings),
      }),
    end(isBroken) {
      // Its pool drops a connection that is closed.
      if (isBroken) own.destroy();
      return (knex.client as Knex.Client).releaseConnection(own) as Promise<unknown>;
    },
  });
}
