import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openGateway } from "./gateway-fixture.js";
import { core } from "./reconcile-fixture.js";
import { runBinary } from "./run-numipay.js";
import { temporaryFolder } from "./temporary-folder.js";

/**
 * A journal module with two calls whose responses were lost an hour ago: the gateway has payout-1, and does not have payout-2. Its
 * `close` writes their states to a file.
 */
const moduleText = `
import { writeFileSync } from "node:fs";
import { createJournal, memoryJournalStore, Numipay } from ${JSON.stringify(core)};
const store = memoryJournalStore();
const lost = async () => { throw new TypeError("fetch failed"); };
const client = new Numipay({ journal: createJournal(store), fetch: lost, retries: 0 });
const ids = (process.env.INTENTS ?? "payout-1,payout-2").split(",").filter((id) => id !== "");
for (const tracking_id of ids) {
  await client.payouts.request({ tracking_id, user_id: "u-1", currency: "EUR", amount: "30.00" }).catch(() => undefined);
}
const hourAgo = (intent) => ({ ...intent, recordedAt: new Date(Date.parse(intent.recordedAt) - 3_600_000).toISOString() });
const aged = {
  ...store,
  claim: async (...args) => {
    const claim = await store.claim(...args);
    return claim.recorded === undefined ? claim : { ...claim, recorded: hourAgo(claim.recorded) };
  },
  unresolved: async (...args) => (await store.unresolved(...args)).map(hourAgo),
};
export const journal = {
  ...createJournal(aged),
  ping: async () => { if (process.env.STORE_IS_DOWN) throw new Error("no store at 127.0.0.1"); },
};
const open = setInterval(() => undefined, 1000);
export const close = async () => {
  clearInterval(open);
  const states = {};
  for (const tracking_id of ids) {
    states[tracking_id] = (await store.read({ account: "default", slot: "transaction", tracking_id })).state;
  }
  writeFileSync("states.json", JSON.stringify(states));
};
`;

/** A gateway with payout-1, and a shop with a journal module. */
export async function openJournal(source = moduleText) {
  const { sandbox, env } = await openGateway({ startAt: new Date() });
  await sandbox.fetch("/payouts/request", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      request: { tracking_id: "payout-1", user_id: "u-1", currency: "EUR", amount: "30.00" },
    }),
  });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "journal.mjs"), source);
  return {
    recover: (args: string[] = [], more: Record<string, string> = {}) =>
      runBinary(["recover", "--journal-module", "journal.mjs", ...args], {
        cwd,
        env: { ...env, ...more },
      }),
    states: () => JSON.parse(readFileSync(join(cwd, "states.json"), "utf8")) as unknown,
  };
}
