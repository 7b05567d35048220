import { readFileSync } from "node:fs";
import { Injectable, type LoggerService } from "@nestjs/common";
import { ScheduleModule } from "@nestjs/schedule";
import { type Inbox, memoryInbox, Numipay } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Reconciler } from "./reconciler.js";
import { createApp, quiet } from "./serve-app.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example" };
const quarterMs = 15 * 60_000;

// Fake timers: the gateway responds at once.
beforeEach(() => {
  const now = Date.UTC(2026, 10, 20, 12, 1);
  vi.useFakeTimers({ now, toFake: ["Date", "setTimeout", "clearTimeout"] });
});
// The first call loads a module, which takes real time.
beforeAll(async () => {
  const fetch = async (): Promise<Response> => Response.json([]);
  await new Numipay({ ...key, fetch }).transactions.list();
});
afterEach(() => void vi.useRealTimers());

/** An inbox in memory that simulates one on a database. */
const durableInbox = (): Inbox => ({ ...memoryInbox(), durable: true });

/** Starts an app with the recipe of docs/reconcile.md. `list` returns the gateway's transactions. */
async function openApp(list: () => Promise<unknown[]>, inbox = durableInbox()) {
  const applied: string[] = [];
  let requests = 0;
  @Injectable()
  class Ledger {
    @OnNumipayEvent("*")
    credit({ tracking_id }: { tracking_id: string }): void {
      applied.push(tracking_id);
    }
  }
  const app = await createApp("Express", {
    imports: [
      ScheduleModule.forRoot(),
      NumipayModule.forRoot({
        ...quiet,
        ...key,
        inbox,
        retries: 0,
        // The timers of the test are fake, and it moves them by hours.
        timeoutMs: 86_400_000,
        fetch: async () => {
          requests += 1;
          // The first window has the transactions; the others are empty.
          return Response.json(requests % 2 === 1 ? await list() : []);
        },
      }),
    ],
    providers: [Ledger, Reconciler],
  });
  const logged: unknown[] = [];
  const record = (...parts: unknown[]): void => void logged.push(...parts);
  const logger: LoggerService = { log: record, error: record, warn: record };
  app.useLogger(logger);
  await app.init();
  return { app, applied, logged, countRequests: () => requests };
}

describe("the schedule recipe with @nestjs/schedule", () => {
  it("is the one in docs/reconcile.md", () => {
    const page = readFileSync(new URL("../../../docs/reconcile.md", import.meta.url), "utf8");
    expect(page).toContain(readFileSync(new URL("reconciler.ts", import.meta.url), "utf8"));
  });

  it("runs every 15 minutes and applies each change once", async () => {
    const event = exampleTransaction();
    const { applied, countRequests } = await openApp(async () => [event]);
    expect(countRequests()).toBe(0);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([applied, countRequests()]).toEqual([[event.tracking_id], 2]);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([applied, countRequests()]).toEqual([[event.tracking_id], 4]);
  });

  it("skips runs while one is in progress", async () => {
    let respond = (_list: unknown[]): void => undefined;
    const response = new Promise<unknown[]>((resolve) => (respond = resolve));
    const event = exampleTransaction();
    const { applied, countRequests } = await openApp(() => response);
    await vi.advanceTimersByTimeAsync(3 * quarterMs);
    expect(countRequests()).toBe(1);
    respond([event]);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([applied, countRequests()]).toEqual([[event.tracking_id], 4]);
  });

  it("applies each change once on two machines", async () => {
    const inbox = durableInbox();
    const events = Array.from({ length: 20 }, () => exampleTransaction());
    const apps = [
      await openApp(async () => events, inbox),
      await openApp(async () => events, inbox),
    ];
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(apps.map(({ countRequests }) => countRequests())).toEqual([2, 2]);
    expect(apps.flatMap(({ applied }) => applied).toSorted()).toEqual(
      events.map(({ tracking_id }) => tracking_id).toSorted(),
    );
  });

  it("logs a failed run and runs again", async () => {
    let isDown = true;
    const event = exampleTransaction();
    const { applied, logged } = await openApp(async () => {
      if (isDown) throw new Error("The gateway is unreachable.");
      return [event];
    });
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(logged.some((part) => part instanceof Error)).toBe(true);
    isDown = false;
    await vi.advanceTimersByTimeAsync(2 * quarterMs);
    expect(applied).toEqual([event.tracking_id]);
  });

  it("stops with the app without logging an error", async () => {
    const { app, logged } = await openApp(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(quarterMs);
    await app.close();
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(logged.filter((part) => part instanceof Error)).toEqual([]);
  });
});
