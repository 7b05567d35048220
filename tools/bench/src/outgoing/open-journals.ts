import { memoryJournal } from "@numipay/core";
import { redisJournal } from "@numipay/redis";
import { pgJournal } from "@numipay/sql/pg";
import { mysqlJournal } from "@numipay/sql/mysql2";
import { openPostgres } from "../engines/open-postgres.js";
import { openRedis } from "../engines/open-redis.js";
import { openMysql } from "./open-mysql.js";
import { openSqliteJournal } from "./open-sqlite-journal.js";
import type { OpenJournal } from "./opened-journal.js";

/** The journals by the names of their functions. */
export const openJournals: Record<string, OpenJournal> = {
  async memoryJournal() {
    return { journal: memoryJournal(), place: "memory", close: async () => undefined };
  },
  sqliteJournal: openSqliteJournal,
  async redisJournal() {
    const opened = await openRedis();
    if ("missing" in opened) return opened;
    const { client, prefix, version: place, close } = opened;
    // The server keeps its settings. The work of a call is the same with any.
    const acceptedRisks = (await redisJournal({ client, prefix }).check()).map(({ code }) => code);
    const risks = acceptedRisks.length === 0 ? "" : ` (${acceptedRisks.join(", ")})`;
    const journal = redisJournal({ client, prefix, acceptedRisks });
    return { journal, place: `${place}${risks}`, close };
  },
  async pgJournal(connections) {
    const opened = await openPostgres(connections);
    if ("missing" in opened) return opened;
    const { pool, schema, version: place, close } = opened;
    const journal = pgJournal({ pool, schema });
    await journal.migrate();
    return { journal, place, close };
  },
  async mysqlJournal(connections) {
    const opened = await openMysql(connections);
    if ("missing" in opened) return opened;
    const { pool, version: place, close } = opened;
    const journal = mysqlJournal({ pool });
    await journal.migrate();
    return { journal, place, close };
  },
};
