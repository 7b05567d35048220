import { once } from "node:events";
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RecoveryCounts } from "@numipay/core";
import { afterEach, describe, expect, it } from "vitest";
import { recoverAll } from "../../src/payouts/recover-all.js";
import type { Fleet } from "../../src/fleet/fleet.js";

const none: RecoveryCounts = {
  confirmed: 0,
  queued: 0,
  released: 0,
  unknown: 0,
  failed: 0,
  skipped: 0,
};
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A payer whose runs of recovery decide these, one after another. */
async function startPayer(runs: (Partial<RecoveryCounts> | null)[]) {
  const left = [...runs];
  const server = createServer((_request, response) => {
    const run = left.shift();
    response.end(run === null ? "" : JSON.stringify({ ...none, ...run }));
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const payer = { url: new URL(`http://127.0.0.1:${port}`), agent: new Agent() };
  const fleet = { pick: async () => payer } as unknown as Pick<Fleet, "pick">;
  return { fleet, left };
}

describe("recoverAll", () => {
  it.each<[string, Partial<RecoveryCounts>]>([
    ["the gateway did not respond", { failed: 1 }],
    ["a worker held an intent", { skipped: 1 }],
    ["a worker held an intent that was not listed", {}],
  ])("runs recovery again if %s", async (_why, first) => {
    const { fleet, left } = await startPayer([first, { unknown: 1 }, { unknown: 1 }]);
    const states = new Map([["payout-1", "unknown"]]);
    expect(await recoverAll({ fleet, resends: false, readStates: async () => states })).toBe(
      states,
    );
    expect(left).toHaveLength(1);
  });

  it("runs it once without a journal", async () => {
    const { fleet, left } = await startPayer([null, null]);
    await recoverAll({ fleet, resends: false, readStates: async () => new Map() });
    expect(left).toHaveLength(1);
  });
});
