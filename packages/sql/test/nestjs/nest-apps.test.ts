import { execPath } from "node:process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { INestApplication } from "@nestjs/common";
import type { Transaction } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { serveNestApp, signaturePassword } from "../programs/nest-app.js";
import { prismaMetadata } from "../programs/nest-prisma.js";
import { typeormMetadata } from "../programs/nest-typeorm.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";

const apps = [
  { orm: "TypeORM", toMetadata: typeormMetadata },
  { orm: "Prisma", toMetadata: prismaMetadata },
];

async function deliver(url: string, transaction: Transaction): Promise<number> {
  const delivery = signDelivery(transaction, { signaturePassword });
  return (await fetch(`${url}/webhooks/numipay`, delivery)).status;
}

describeWithPostgres("a Nest app", () => {
  describe.each(apps)("on $orm", ({ orm, toMetadata }) => {
    const schema = randomName();
    const { pool: admin, settings } = openPool();
    const warnings: string[] = [];
    let app: INestApplication;
    let url: string;

    beforeAll(async () => {
      await admin.query(`CREATE SCHEMA "${schema}"`);
      await admin.query(`CREATE TABLE "${schema}".effects (id serial PRIMARY KEY, name text)`);
      const warn = (message: string) => void warnings.push(message);
      const ignore = () => undefined;
      const gate = { pass: async () => undefined };
      const logger = { log: ignore, error: ignore, warn };
      app = await serveNestApp(toMetadata({ settings, schema }), gate, logger);
      url = await app.getUrl();
    });
    beforeEach(async () => {
      await admin.query(`TRUNCATE "${schema}".effects, "${schema}".numipay_changes`);
    });
    afterAll(async () => {
      await app.close();
      await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.end();
    });

    const read = async (): Promise<{ effects: string[]; records: number }> => {
      const { rows } = await admin.query<{ name: string }>(
        `SELECT name FROM "${schema}".effects ORDER BY id`,
      );
      const { rowCount } = await admin.query(`SELECT 1 FROM "${schema}".numipay_changes`);
      return { effects: rows.map(({ name }) => name), records: rowCount ?? 0 };
    };

    it("applies a duplicate once", async () => {
      const event = exampleTransaction({ tracking_id: "a" });
      const first = await Promise.all([deliver(url, event), deliver(url, event)]);
      // The later one may find the first in progress.
      expect(first).toContain(200);
      expect(await deliver(url, event)).toBe(200);
      expect(await read()).toEqual({ effects: ["a"], records: 1 });
    });

    it("keeps nothing of a handler that throws", async () => {
      const event = exampleTransaction({ tracking_id: "a", status: "rejected" });
      expect(await deliver(url, event)).toBe(500);
      expect(await read()).toEqual({ effects: [], records: 0 });
    });

    it("keeps the transactions of concurrent events apart", async () => {
      const events = Array.from({ length: 8 }, (_, at) =>
        exampleTransaction({
          transaction_id: `t${at}`,
          tracking_id: `n${at}`,
          status: at % 2 === 0 ? "successful" : "rejected",
        }),
      );
      const statuses = await Promise.all(events.map((event) => deliver(url, event)));
      expect(statuses).toEqual(events.map((_, at) => (at % 2 === 0 ? 200 : 500)));
      const { effects, records } = await read();
      expect([effects.toSorted(), records]).toEqual([["n0", "n2", "n4", "n6"], 4]);
    });

    it("gives the transaction to request-scoped services", async () => {
      const withdrawal = (name: string, status = "successful") =>
        exampleTransaction({
          transaction_id: name,
          tracking_id: name,
          transaction_type: "withdrawal",
          status,
        });
      expect(await deliver(url, withdrawal("a"))).toBe(200);
      expect(await deliver(url, withdrawal("failing", "rejected"))).toBe(500);
      expect(await deliver(url, withdrawal("b"))).toBe(200);
      expect(await read()).toEqual({ effects: ["a 1", "b 1"], records: 2 });
    });

    it("warns once of a handler that misses the transaction", async () => {
      expect(warnings).toEqual([]);
      for (const name of ["a", "b"]) {
        const event = exampleTransaction({
          transaction_id: name,
          tracking_id: name,
          status: "expired",
        });
        expect(await deliver(url, event)).toBe(200);
      }
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain("deposit.expired");
      expect(await read()).toEqual({ effects: ["a", "b"], records: 2 });
    });

    it("keeps nothing of a process that is killed", { timeout: 30_000 }, async () => {
      const path = fileURLToPath(new URL("../programs/dist/nest-process.js", import.meta.url));
      const input = JSON.stringify({ orm, settings, schema });
      const child = spawn(execPath, [path, input], { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void child.kill("SIGKILL"));
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const { value: childUrl } = (await lines.next()) as { value: string };

      const event = exampleTransaction({ tracking_id: "a" });
      const response = deliver(childUrl, event).catch(() => "no response");
      expect((await lines.next()).value).toBe("held");
      expect(await deliver(url, event)).toBe(503);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await response).toBe("no response");
      expect(await read()).toEqual({ effects: [], records: 0 });

      // The server may take a moment to notice that the connection is closed.
      await vi.waitFor(async () => expect(await deliver(url, event)).toBe(200), {
        timeout: 25_000,
      });
      expect(await read()).toEqual({ effects: ["a"], records: 1 });
    });
  });
});
