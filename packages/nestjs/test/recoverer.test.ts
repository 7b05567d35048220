import { readFileSync } from "node:fs";
import { ScheduleModule } from "@nestjs/schedule";
import { type Journal, memoryJournal, Numipay } from "@numipay/core";
import { NumipayModule } from "@numipay/nestjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Recoverer } from "./recoverer.js";
import { createApp, quiet } from "./serve-app.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example" };
const payout = { tracking_id: "payout-1", user_id: "u-1", currency: "EUR", amount: "30.00" };
const everyMs = 5 * 60_000;

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

/** Starts an app with the recipe of docs/recover.md, and a payout whose response was lost. */
async function openApp(status: () => Promise<Response>) {
  const journal: Journal = memoryJournal();
  const lost = async (): Promise<Response> => Promise.reject(new Error("lost"));
  const client = new Numipay({ ...key, journal, retries: 0, fetch: lost });
  await client.payouts.request(payout).catch(() => undefined);
  const app = await createApp("Express", {
    imports: [
      ScheduleModule.forRoot(),
      // The timers of the test are fake, and it moves them by minutes.
      NumipayModule.forRoot({ ...quiet, ...key, retries: 0, timeoutMs: 86_400_000, fetch: status }),
    ],
    providers: [Recoverer, { provide: "JOURNAL", useValue: journal }],
  });
  const logged: unknown[] = [];
  const record = (...parts: unknown[]): void => void logged.push(...parts);
  app.useLogger({ log: record, error: record, warn: record });
  await app.init();
  const intent = { account: "default", slot: "transaction", tracking_id: "payout-1" } as const;
  return { app, logged, stateOf: async () => (await journal.store.read(intent))?.state };
}

describe("the recovery recipe with @nestjs/schedule", () => {
  it("is the one in docs/recover.md", () => {
    const page = readFileSync(new URL("../../../docs/recover.md", import.meta.url), "utf8");
    expect(page).toContain(readFileSync(new URL("recoverer.ts", import.meta.url), "utf8"));
  });

  it("resolves every 5 minutes what is unknown, and logs what stays", async () => {
    let isKnown = false;
    const { logged, stateOf } = await openApp(async () =>
      isKnown
        ? Response.json({ transaction_status: "pending" })
        : new Response("{}", { status: 404 }),
    );
    await vi.advanceTimersByTimeAsync(everyMs);
    expect(await stateOf()).toBe("unknown");
    expect(logged).toContainEqual(expect.objectContaining({ unknown: 1 }));
    isKnown = true;
    await vi.advanceTimersByTimeAsync(everyMs);
    expect(await stateOf()).toBe("confirmed");
  });

  it("stops with the app without logging an error", async () => {
    const { app, logged } = await openApp(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(everyMs);
    await app.close();
    await vi.advanceTimersByTimeAsync(everyMs);
    expect(logged.filter((part) => part instanceof Error)).toEqual([]);
  });
});
