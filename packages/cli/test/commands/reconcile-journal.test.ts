import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { core, moduleText, openShop, range } from "../reconcile-fixture.js";

/**
 * A journal with two calls whose responses were lost: the gateway has order-1, and does not have order-9. Each call of `close` appends
 * their states to a file.
 */
const journalText = `
import { appendFileSync } from "node:fs";
import { createJournal, memoryJournalStore, Numipay } from ${JSON.stringify(core)};
const store = memoryJournalStore();
const lost = async () => { throw new TypeError("fetch failed"); };
const own = createJournal(store, { account: process.env.ACCOUNT ?? "default" });
const client = new Numipay({ journal: own, fetch: lost, retries: 0 });
for (const tracking_id of ["order-1", "order-9"]) {
  await client.payments.hostedCheckout({ tracking_id, user_id: "u-1", currency: "EUR", amount: "200.00" }).catch(() => undefined);
}
export const journal = {
  ...own,
  ping: async () => { if (process.env.JOURNAL_IS_DOWN) throw new Error("no journal at 127.0.0.1"); },
};
const openTimer = setInterval(() => undefined, 1000);
const toState = async (tracking_id) => (await store.read({ account: own.account, slot: "transaction", tracking_id })).state;
export const close = async () => {
  clearInterval(openTimer);
  if (process.env.JOURNAL_KEEPS_OPEN) setInterval(() => undefined, 1000);
  appendFileSync("states.txt", (await toState("order-1")) + " " + (await toState("order-9")) + "\\n");
};
`;

const journalArgs = ["--journal-module", "journal.mjs"];

async function openWithJournal() {
  const shop = await openShop();
  writeFileSync(join(shop.cwd, "journal.mjs"), journalText);
  return { ...shop, states: () => readFileSync(join(shop.cwd, "states.txt"), "utf8") };
}

describe("numipay reconcile with a journal", () => {
  it("confirms the calls that the list has", async () => {
    const { reconcile, states } = await openWithJournal();
    const run = await reconcile([...range, ...journalArgs]);
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: "2 listed from 2026-01-01 to 2026-01-31; 2 applied; 1 call confirmed.\n",
    });
    expect(states()).toBe("confirmed unknown\n");
  });

  it("counts the confirmed calls as JSON", async () => {
    const { reconcile } = await openWithJournal();
    const { stdout } = await reconcile([...range, ...journalArgs, "--json"]);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      done: { found: 2, intents: 1 },
    });
  });

  it("confirms nothing in a dry run", async () => {
    const { reconcile, states } = await openWithJournal();
    expect(await reconcile([...range, ...journalArgs, "--dry-run"])).toMatchObject({
      exitCode: 1,
      stderr: "2 listed from 2026-01-01 to 2026-01-31; 2 missing (dry run: nothing was applied).\n",
    });
    expect(states()).toBe("unknown unknown\n");
  });

  it("applies nothing if the journal is unreachable", async () => {
    const { reconcile, credits, states } = await openWithJournal();
    expect(await reconcile([...range, ...journalArgs], { JOURNAL_IS_DOWN: "1" })).toMatchObject({
      exitCode: 3,
      stderr: "Error: Cannot connect to the journal: no journal at 127.0.0.1\n",
    });
    expect(credits).toThrow(/ENOENT/);
    expect(states()).toBe("unknown unknown\n");
  });

  it("rejects a journal of another account", async () => {
    const { reconcile } = await openWithJournal();
    expect(await reconcile([...range, ...journalArgs], { ACCOUNT: "shop-2" })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^Error: The journal of the --journal-module has the account "shop-2",\s+but the\s+list is that of "default"/,
      ),
    });
  });

  it("closes the webhook's module if the journal's cannot be loaded", async () => {
    const { reconcile } = await openWithJournal();
    const { exitCode, stderr } = await reconcile([...range, "--journal-module", "webhook.mjs"]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining("does not export `journal`"),
    });
    expect(stderr).not.toContain("keeps the process running");
  });

  it("closes a file with both exports once", async () => {
    const { cwd, reconcile, states } = await openWithJournal();
    const webhook = moduleText("")
      .replace("import { appendFileSync, existsSync", "import { existsSync")
      .replace("export const close = () => clearInterval(open);", "clearInterval(open);");
    writeFileSync(join(cwd, "shop.mjs"), `${journalText}\n${webhook}`);
    const both = ["--webhook-module", "shop.mjs", "--journal-module", "shop.mjs"];
    expect(await reconcile([...range, ...both])).toMatchObject({
      exitCode: 0,
      stderr: "2 listed from 2026-01-01 to 2026-01-31; 2 applied; 1 call confirmed.\n",
    });
    expect(states()).toBe("confirmed unknown\n");
  });

  it("names both modules if one keeps the process running", async () => {
    const { reconcile } = await openWithJournal();
    const { exitCode, stderr } = await reconcile([...range, ...journalArgs], {
      JOURNAL_KEEPS_OPEN: "1",
    });
    expect(exitCode).toBe(0);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      "The --webhook-module webhook.mjs or --journal-module journal.mjs keeps the process running with a timer, so it was ended. " +
        "Close it in the module's `close` too.",
    );
  });
});
