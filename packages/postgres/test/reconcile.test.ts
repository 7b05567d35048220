import { PGlite } from "@electric-sql/pglite";
import { type Inbox, Numipay, numipayWebhook, reconcile } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { pgliteInbox } from "../src/pglite.js";
import { noServer, openPool, randomName } from "./server.js";

/** What these tests ask of either engine's `tx`, and of the application's own connection. */
interface Books {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

async function openServer(): Promise<{ inbox: Inbox<Books>; books: Books }> {
  const schema = randomName();
  const { pool } = openPool({ options: `-c search_path=${schema}` });
  const inbox = postgresInbox({ pool, schema });
  onTestFinished(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });
  await inbox.migrate();
  return { inbox, books: pool };
}

async function openPglite(): Promise<{ inbox: Inbox<Books>; books: Books }> {
  const db = await PGlite.create();
  onTestFinished(() => db.close());
  const inbox = pgliteInbox({ db });
  await inbox.migrate();
  return { inbox, books: db };
}

const card = {
  card_number: "4242424242424242",
  card_holder: "Ada Tester",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "123",
};

describe.each([
  ["a server", openServer, noServer],
  ["PGlite", openPglite, undefined],
] as const)("on %s", (_name, open, missing) => {
  test.skipIf(missing !== undefined)(
    "reconcile applies through tx what no webhook told, once, and goes on from the mark in the inbox",
    { timeout: 120_000 },
    async () => {
      const { inbox, books } = await open();
      await books.query("CREATE TABLE credits (tracking_id text, source text)");
      const sandbox = await createSandbox({
        webhookUrl: "http://shop.test/webhooks/numipay",
        autoDeliver: false,
        deliver: async (url, init) =>
          isDown ? new Response(null, { status: 503 }) : webhook.fetch(new Request(url, init)),
      });
      onTestFinished(() => sandbox.close());
      const webhook = numipayWebhook<Books>({
        signaturePassword: sandbox.signaturePassword,
        inbox,
        onOutcome: () => undefined,
      });
      let isDown = false;
      let failures = 1;
      webhook.on("deposit.successful", async ({ tracking_id }, { tx, source }) => {
        await tx.query("INSERT INTO credits VALUES ($1, $2)", [tracking_id, source]);
        if (tracking_id === "order-3" && failures-- > 0) throw new Error("once, after its effect");
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
        for await (const one of reconcile<Books>({ numipay, webhook, now, dryRun }))
          found.push(`${one.transaction.tracking_id} ${one.outcome}`);
        return found.toSorted();
      };
      // Days in the gateway's time zone may begin earlier or later, so the last one is listed again.
      const dayBefore = (): string =>
        new Date(sandbox.now().getTime() - 86_400_000).toISOString().slice(0, 10);
      const credits = async (): Promise<unknown[]> =>
        (await books.query("SELECT tracking_id, source FROM credits ORDER BY 1")).rows;

      await pay("order-1");
      await sandbox.flush();
      isDown = true;
      await pay("order-2");
      await pay("order-3");
      await sandbox.advance("90m");
      isDown = false;
      await sandbox.runUntilIdle();
      const told = { tracking_id: "order-1", source: "webhook" };
      expect(await credits()).toEqual([told]);

      expect(await run(true)).toEqual(["order-2 missing", "order-3 missing"]);
      expect(await inbox.checkpoints?.read("reconcile")).toBeUndefined();
      expect(await run()).toEqual(["order-2 processed", "order-3 handler-failed"]);
      expect(await run()).toEqual(["order-3 processed"]);
      expect(await credits()).toEqual([
        told,
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
