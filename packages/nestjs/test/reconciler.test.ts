import { readFileSync } from "node:fs";
import { Injectable, type LoggerService } from "@nestjs/common";
import { ScheduleModule } from "@nestjs/schedule";
import { type Inbox, memoryInbox, Numipay } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Reconciler } from "./reconciler.js";
import { createApp, quiet } from "./serve-app.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example" };
const quarterMs = 15 * 60_000;

// A gateway that answers at once, on a clock of the test's own.
beforeEach(() => {
  const now = Date.UTC(2026, 10, 20, 12, 1);
  vi.useFakeTimers({ now, toFake: ["Date", "setTimeout", "clearTimeout"] });
});
// The first call loads a module, which takes a time that no clock of ours tells.
beforeAll(async () => {
  const fetch = async (): Promise<Response> => Response.json([]);
  await new Numipay({ ...key, fetch }).transactions.list();
});
afterEach(() => void vi.useRealTimers());

/** An inbox in memory that stands for one on a database. */
const lastingInbox = (): Inbox => ({ ...memoryInbox(), durable: true });

/** An app with the recipe of docs/reconcile.md; `list` is what the gateway has. */
async function openApp(list: () => Promise<unknown[]>, inbox = lastingInbox()) {
  const heard: string[] = [];
  let asked = 0;
  @Injectable()
  class Ledger {
    @OnNumipayEvent("*")
    hear({ tracking_id }: { tracking_id: string }): void {
      heard.push(tracking_id);
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
        fetch: async () => {
          asked += 1;
          // One window holds it; the other days are empty.
          return Response.json(asked % 2 === 1 ? await list() : []);
        },
      }),
    ],
    providers: [Ledger, Reconciler],
  });
  const told: unknown[] = [];
  const note = (...parts: unknown[]): void => void told.push(...parts);
  const logger: LoggerService = { log: note, error: note, warn: note };
  app.useLogger(logger);
  await app.init();
  return { app, heard, told, asked: () => asked };
}

describe("the schedule recipe with @nestjs/schedule", () => {
  test("is the one on the page", () => {
    const page = readFileSync(new URL("../../../docs/reconcile.md", import.meta.url), "utf8");
    expect(page).toContain(readFileSync(new URL("reconciler.ts", import.meta.url), "utf8"));
  });

  test("runs each quarter of an hour, and tells each change once", async () => {
    const event = exampleTransaction();
    const { heard, asked } = await openApp(async () => [event]);
    expect(asked()).toBe(0);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([heard, asked()]).toEqual([[event.tracking_id], 2]);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([heard, asked()]).toEqual([[event.tracking_id], 4]);
  });

  test("leaves out what falls due while a run goes on", async () => {
    let answer = (_list: unknown[]): void => undefined;
    const held = new Promise<unknown[]>((resolve) => (answer = resolve));
    const event = exampleTransaction();
    const { heard, asked } = await openApp(() => held);
    await vi.advanceTimersByTimeAsync(3 * quarterMs);
    expect(asked()).toBe(1);
    answer([event]);
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect([heard, asked()]).toEqual([[event.tracking_id], 4]);
  });

  test("on two machines at once tells each change once: they share the inbox", async () => {
    const inbox = lastingInbox();
    const events = Array.from({ length: 20 }, () => exampleTransaction());
    const apps = [
      await openApp(async () => events, inbox),
      await openApp(async () => events, inbox),
    ];
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(apps.map(({ asked }) => asked())).toEqual([2, 2]);
    expect(apps.flatMap(({ heard }) => heard).toSorted()).toEqual(
      events.map(({ tracking_id }) => tracking_id).toSorted(),
    );
  });

  test("logs what ended a run, and runs again", async () => {
    let isDown = true;
    const event = exampleTransaction();
    const { heard, told } = await openApp(async () => {
      if (isDown) throw new Error("no gateway");
      return [event];
    });
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(told.some((part) => part instanceof Error)).toBe(true);
    isDown = false;
    await vi.advanceTimersByTimeAsync(2 * quarterMs);
    expect(heard).toEqual([event.tracking_id]);
  });

  test("stops with the app, in the middle of a run, and logs no error for it", async () => {
    const { app, told } = await openApp(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(quarterMs);
    await app.close();
    await vi.advanceTimersByTimeAsync(quarterMs);
    expect(told.filter((part) => part instanceof Error)).toEqual([]);
  });
});
