import { PGlite } from "@electric-sql/pglite";
import { type Inbox, Numipay, numipayWebhook, reconcile } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { pgInbox } from "../../src/pg.js";
import { pgliteInbox } from "../../src/pglite.js";
import { noServer, openPool, randomName } from "../server.js";

/** The common part of both engines' `tx` and the application's connection. */
interface Database {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

async function openServer(): Promise<{ inbox: Inbox<Database>; ledger: Database }> {
  const schema = randomName();
  const { pool } = openPool({ options: `-c search_path=${schema}` });
  const inbox = pgInbox({ pool, schema });
  onTestFinished(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });
  await inbox.migrate();
  return { inbox, ledger: pool };
}

async function openPglite(): Promise<{ inbox: Inbox<Database>; ledger: Database }> {
  const db = await PGlite.create();
  onTestFinished(() => db.close());
  const inbox = pgliteInbox({ db });
  await inbox.migrate();
  return { inbox, ledger: db };
}

const card = {
  card_number: "4242424242424242",
  card_holder: "Ada Tester",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "123",
};

describe.each([
  ["PostgreSQL", openServer, noServer],
  ["PGlite", openPglite, undefined],
] as const)("reconcile on %s", (_name, open, missing) => {
  it.skipIf(missing !== undefined)(
    "applies missed webhooks once and resumes from its checkpoint",
    { timeout: 120_000 },
    async () => {
      const { inbox, ledger } = await open();
      await ledger.query("CREATE TABLE credits (tracking_id text, source text)");
      const sandbox = await createSandbox({
        webhookUrl: "http://shop.test/webhooks/numipay",
        autoDeliver: false,
        deliver: async (url, init) =>
          isDown ? new Response(null, { status: 503 }) : webhook.fetch(new Request(url, init)),
      });
      onTestFinished(() => sandbox.close());
      const webhook = numipayWebhook<Database>({
        signaturePassword: sandbox.signaturePassword,
        inbox,
        onOutcome: () => undefined,
      });
      let isDown = false;
      let failures = 1;
      webhook.on("deposit.successful", async ({ tracking_id }, { tx, source }) => {
        await tx.query("INSERT INTO credits VALUES ($1, $2)", [tracking_id, source]);
        if (tracking_id === "order-3" && failures-- > 0) throw new Error("The first call fails.");
      });
      const numipay = new Numipay(sandbox.clientOptions);
      const pay = (tracking_id: string) =>
        numipay.payments.serverToServer({
          tracking_id,
          user_id: "customer-1",
          currency: "EUR",
          amount: "200.00",
          ...card,
        });
      const run = async (dryRun = false): Promise<string[]> => {
        const now = () => sandbox.now().getTime();
        const found: string[] = [];
        for await (const one of reconcile<Database>({ numipay, webhook, now, dryRun }))
          found.push(`${one.transaction.tracking_id} ${one.outcome}`);
        return found.toSorted();
      };
      // The gateway's time zone may differ, so the last day is listed again.
      const dayBefore = (): string =>
        new Date(sandbox.now().getTime() - 86_400_000).toISOString().slice(0, 10);
      const credits = async (): Promise<unknown[]> =>
        (await ledger.query("SELECT tracking_id, source FROM credits ORDER BY 1")).rows;

      await pay("order-1");
      await sandbox.flush();
      isDown = true;
      await pay("order-2");
      await pay("order-3");
      await sandbox.advance("90m");
      isDown = false;
      await sandbox.runUntilIdle();
      const delivered = { tracking_id: "order-1", source: "webhook" };
      expect(await credits()).toEqual([delivered]);

      expect(await run(true)).toEqual(["order-2 missing", "order-3 missing"]);
      expect(await inbox.checkpoints?.read("reconcile")).toBeUndefined();
      expect(await run()).toEqual(["order-2 processed", "order-3 handler-failed"]);
      expect(await run()).toEqual(["order-3 processed"]);
      expect(await credits()).toEqual([
        delivered,
        { tracking_id: "order-2", source: "reconcile" },
        { tracking_id: "order-3", source: "reconcile" },
      ]);
      expect(await inbox.checkpoints?.read("reconcile")).toBe(dayBefore());
      await sandbox.advance("24h");
      expect(await run()).toEqual([]);
      expect(await inbox.checkpoints?.read("reconcile")).toBe(dayBefore());
    },
  );
});
