import type { Knex } from "knex";

/** A transaction of Knex and its connection. */
export interface OpenKnex {
  trx: Knex.Transaction;
  connection: unknown;
}
