// The servers on PostgreSQL: their pool, and the effect of a change. The schema is the program's argument.
import type { Transaction } from "@numipay/core";
import { isSigned } from "measure";
import pg, { type PoolClient } from "pg";
import { writeEntry } from "../../engines/ledger.js";
import { postgresAddress } from "../../engines/open-postgres.js";
import { applyByIdiom } from "../../engines/postgres-idiom.js";
import { countHandled } from "./serve.js";

const [schema = ""] = process.argv.slice(2);

/** More connections than autocannon has. */
const pool = new pg.Pool({ ...postgresAddress(), max: 20 });

/** Where the inbox has its tables. */
export const database = { pool, schema };

/** The effect of a change, counted. */
export async function applyEffect(tx: PoolClient, key: string): Promise<void> {
  await writeEntry(tx, schema, key);
  countHandled();
}

/** The usual handler: the signature, the parse, and the idiom. */
export async function receiveByIdiom(
  body: Buffer | undefined,
  signature: string | string[] | undefined,
): Promise<[status: 200 | 401, outcome: { outcome: string }]> {
  if (!isSigned(body, signature)) return [401, { outcome: "bad-signature" }];
  const payload = JSON.parse(body.toString()) as Transaction;
  const key = `${payload.transaction_type}:${payload.transaction_id}:${payload.status}`;
  const isNew = await applyByIdiom(pool, schema, {
    key,
    effect: (client) => applyEffect(client, key),
  });
  return [200, { outcome: isNew ? "processed" : "duplicate" }];
}
