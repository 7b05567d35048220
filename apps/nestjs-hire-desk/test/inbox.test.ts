import { describe, expect, it, vi } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { readDatabaseSettings } from "../dist/src/database/database-settings.js";
import { openDataSource, toDataSourceOptions } from "../dist/src/database/open-data-source.js";
import { describeEachDatabase, describeWithQueue, onAnyDatabase } from "./describe-each-engine.js";
import { createEvent, findHire, openWorld, sendWebhook, type World } from "./world.js";

// Creating a PGlite takes seconds.
const timeout = 60_000;

describeEachDatabase((engine) => {
  it("books nothing if the record fails", { timeout }, async () => {
    const world = await openWorld(engine);
    const { customer, deposits, store, ledger, webhooks, inbox } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    vi.spyOn(inbox, "complete").mockImplementationOnce(async (failed, lease) => {
      await inbox.release(failed, lease);
      throw new Error("connection lost");
    });
    const event = createEvent(await findHire(world, body.id));
    const send = () => sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
    expect(await send()).toBe(503);
    expect(await ledger.entries()).toEqual([]);
    expect((await findHire(world, body.id)).state).toBe("confirming");
    expect(await send()).toBe(200);
    expect(await ledger.entries()).toHaveLength(1);
    expect(await store.listFlags()).toEqual([]);
  });

  it("remembers applied changes when the desk restarts", { timeout }, async () => {
    const settings = await engine.newDatabase();
    const reuse = { newDatabase: async () => settings };
    const first = await openWorld(reuse);
    expect(await sendUnknownHire(first)).toBe(200);
    const second = await openWorld(reuse);
    expect(await sendUnknownHire(second)).toBe(200);
    expect(await second.store.listFlags()).toHaveLength(1);
  });
});

/** Sends an event for an unknown hire. The desk flags it if it has not applied it before. */
async function sendUnknownHire({ deposits, webhooks, flush }: World): Promise<number> {
  const event = createEvent({ id: "unknown-hire", customer: "unknown-customer" });
  const status = await sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
  await flush();
  return status;
}

describeWithQueue("switching on a queue", ({ redisUrl }) => {
  it("keeps the inbox's records", async () => {
    const settings = await onAnyDatabase.newDatabase();
    const newDatabase = async () => settings;
    const withoutQueue = await openWorld({ newDatabase });
    expect(await sendUnknownHire(withoutQueue)).toBe(200);
    const withQueue = await openWorld({ newDatabase, ...(redisUrl && { redisUrl }) });
    expect(await sendUnknownHire(withQueue)).toBe(200);
    expect(await withQueue.store.listFlags()).toHaveLength(1);
  });
});

describe("the database's settings", () => {
  it.each([
    [{}, undefined, []],
    [{ DATABASE_URL: "postgres://db/desk" }, "postgres://db/desk", []],
    [{ DATABASE_URL: "desk" }, "desk", ["DATABASE_URL must be a URL."]],
  ])("are read from %j", (env, url, expected) => {
    const problems: string[] = [];
    expect(readDatabaseSettings(env, problems)).toEqual({ url });
    expect(problems).toEqual(expected);
  });

  it("are not in the error of an unreachable server", async () => {
    const options = await toDataSourceOptions({ url: "postgres://u:hush-hush@127.0.0.1:1/none" });
    const error = await openDataSource(options).catch(String);
    expect(error).toMatch(/Failed to connect to PostgreSQL at DATABASE_URL: .*ECONNREFUSED/);
    expect(error).not.toContain("hush-hush");
  });
});
