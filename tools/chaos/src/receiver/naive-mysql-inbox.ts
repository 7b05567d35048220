import type { Change, Claim, Inbox } from "@numipay/core";
import type { Pool, PoolConnection, RowDataPacket } from "mysql2/promise";

interface HandledRow extends RowDataPacket {
  status: string;
  rank: number | null;
}

/**
 * A negative control: a typical hand-written inbox in MariaDB. Like the published one, it holds a transaction from claim to
 * record. Unlike it, it passes the connection itself to the handler and commits whatever is then open.
 */
export function naiveMysqlInbox(pool: Pool): Inbox<PoolConnection> & { migrate(): Promise<void> } {
  let fencingToken = 0;

  return {
    async migrate() {
      await pool.query(
        "CREATE TABLE IF NOT EXISTS handled (transaction_key varchar(300), status varchar(100), `rank` int, KEY (transaction_key))",
      );
    },
    async claim(change) {
      const connection = await pool.getConnection();
      try {
        const state = await readState(connection, change);
        if (state === "new") {
          fencingToken += 1;
          return { state, lease: { fencingToken, contradicts: undefined, tx: connection } };
        }
        await end(connection, "ROLLBACK");
        return { state };
      } catch (error) {
        connection.destroy();
        throw error;
      }
    },
    async complete({ transactionKey, status, rank }, { tx }) {
      try {
        const insert = "INSERT INTO handled VALUES (?, ?, ?)";
        await tx.query(insert, [transactionKey, status, rank ?? null]);
      } catch (error) {
        tx.destroy();
        throw error;
      }
      await end(tx, "COMMIT");
      return true;
    },
    release: (_change, { tx }) => end(tx, "ROLLBACK"),
  };
}

async function readState(
  connection: PoolConnection,
  { transactionKey, status, rank }: Change,
): Promise<Claim<PoolConnection>["state"]> {
  await connection.query("SET autocommit = 1");
  await connection.query("START TRANSACTION");
  const [locks] = await connection.query<(RowDataPacket & { isFree: number })[]>(
    "SELECT GET_LOCK(MD5(?), 0) AS isFree",
    [transactionKey],
  );
  const read = "SELECT status, `rank` FROM handled WHERE transaction_key = ?";
  const [rows] = await connection.query<HandledRow[]>(read, [transactionKey]);
  if (rows.some((row) => row.status === status)) return "duplicate";
  if (rank === 0 && rows.some((row) => row.rank === 1)) return "stale";
  return locks[0]?.isFree === 1 ? "new" : "in-progress";
}

async function end(connection: PoolConnection, text: "COMMIT" | "ROLLBACK") {
  try {
    await connection.query(text);
    await connection.query("DO RELEASE_ALL_LOCKS()");
    connection.release();
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
