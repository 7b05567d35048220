import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { drizzleInbox } from "../../../src/drizzle.js";
import { describeLibrary } from "../library/library-suite.js";
import { unwrapped } from "./unwrapped.js";

describeLibrary<PostgresJsDatabase>({
  entry: "drizzle with postgres.js",
  open({ application_name, ...settings }, options) {
    const client = postgres({
      ...settings,
      connection: { application_name },
      backoff: () => 0.05,
      onnotice: () => undefined,
    });
    const inbox = drizzleInbox<PostgresJsDatabase>({
      client,
      drizzle: (given) => drizzle(given),
      ...options,
    });
    return {
      inbox,
      query: async (text) => await client.unsafe(text),
      end: () => client.end({ timeout: 1 }),
    };
  },
  run: (tx, text) => unwrapped(tx.execute(sql.raw(text))),
  nest: (tx, callback) => unwrapped(tx.transaction((inner) => callback(inner))),
  recoversByText: false,
});
