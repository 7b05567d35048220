import { PGlite } from "@electric-sql/pglite";
import { raw } from "@electric-sql/pglite/template";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pgliteInbox, type PgliteTransaction } from "../../../src/pglite.js";
import { createApply } from "../../fixture.js";

let db: PGlite;
let apply: ReturnType<typeof createApply<PgliteTransaction>>["apply"];

const write = (tx: Pick<PgliteTransaction, "query">, name: string) =>
  tx.query("INSERT INTO public.effects VALUES ($1)", [name]);
const kept = async () => {
  const { rows } = await db.query(
    "SELECT (SELECT array_agg(name) FROM public.effects) AS effects, (SELECT count(*)::int FROM public.numipay_changes) AS records",
  );
  return rows[0];
};
const nothing = { effects: null, records: 0 };

beforeAll(async () => {
  db = await PGlite.create();
  const inbox = pgliteInbox({ db });
  await inbox.migrate();
  await db.exec("CREATE TABLE effects (name text)");
  ({ apply } = createApply(inbox));
}, 120_000);
beforeEach(() => db.exec("TRUNCATE public.effects, public.numipay_changes"));
afterAll(() => db.close());

// Guards against a handler that ends or resets the inbox's transaction: decision 0012.
describe("transaction control on PGlite", () => {
  it("maps nested transactions to savepoints", async () => {
    const { outcome } = await apply(async (tx) => {
      await tx.exec("BEGIN");
      await write(tx, "a");
      await tx.sql`ROLLBACK`;
      await tx.query("START TRANSACTION");
      await write(tx, "b");
      await tx.query("COMMIT;");
    });
    expect(outcome).toBe("processed");
    expect(await kept()).toEqual({ effects: ["b"], records: 1 });
  });

  it.each<[string, (tx: PgliteTransaction) => Promise<unknown>]>([
    ["COMMIT by query", (tx) => tx.query("COMMIT")],
    ["ROLLBACK and BEGIN by exec", (tx) => tx.exec("ROLLBACK; BEGIN")],
    ["COMMIT by a template", (tx) => tx.sql`${raw`COMMIT`}`],
    ["COMMIT AND CHAIN by a template", (tx) => tx.sql`COMMIT AND CHAIN`],
  ])("rejects %s, even if the error is caught", async (_name, end) => {
    const { outcome, reason } = await apply(async (tx) => {
      await write(tx, "before");
      await expect(end(tx)).rejects.toThrow(/rejected and not sent/);
      await write(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/^EffectFailedError: .*rejected and not sent/);
    expect(await kept()).toEqual(nothing);
  });

  it("rejects concurrent nested transactions", async () => {
    const nested = (tx: PgliteTransaction) => tx.transaction((inner) => write(inner, "a"));
    const { reason } = await apply((tx) => Promise.all([nested(tx), nested(tx)]));
    expect(reason).toMatch(/Run them one after another/);
    expect(await kept()).toEqual(nothing);
  });
});

describe("pgliteInbox", () => {
  it.each([
    "SET search_path = pg_catalog",
    "SET ROLE pg_monitor",
    "SET LOCAL ROLE pg_monitor",
    "SET LOCAL search_path = pg_catalog",
    "SELECT set_config('search_path', 'pg_catalog', false)",
    "RESET ALL",
  ])("restores the application's settings after %j", async (text) => {
    await db.exec("SET search_path = public, pg_catalog");
    const { outcome } = await apply(async (tx) => {
      await write(tx, "a");
      await tx.query(text);
    });
    expect(outcome).toBe("processed");
    const { rows } = await db.query(
      "SELECT current_setting('search_path') AS path, current_setting('role') AS role",
    );
    expect(rows).toEqual([{ path: "public, pg_catalog", role: "none" }]);
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
  });

  it("reports a deferred constraint as the handler's failure", async () => {
    await db.exec(`CREATE TABLE IF NOT EXISTS parents (id int PRIMARY KEY);
CREATE TABLE IF NOT EXISTS children (id int REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
    const { outcome, reason } = await apply(async (tx) => {
      await write(tx, "a");
      await tx.query("INSERT INTO children VALUES (1)");
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/^EffectFailedError: .*23503/);
    expect(await kept()).toEqual(nothing);
  });

  it("ends the turn of a handler that times out", async () => {
    const { outcome } = await apply(() => new Promise(() => undefined), { handlerTimeoutMs: 50 });
    expect(outcome).toBe("handler-failed");
    expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
  });
});
