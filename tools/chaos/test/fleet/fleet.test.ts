import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { createFleet } from "../../src/fleet/fleet.js";
import { post } from "../../src/post.js";

const settings = { engine: "memory", effect: "append", ledgerUrl: "", passwords: ["x"] };
const fleets: ReturnType<typeof createFleet>[] = [];
const open = (options) => {
  const fleet = createFleet(options);
  fleets.push(fleet);
  return fleet;
};
afterEach(async () => {
  await Promise.all(fleets.splice(0).map((fleet) => fleet.close()));
});

/** Posts again and again, each time by a new connection, until nobody listens. */
async function untilRefused(url) {
  const agent = new Agent();
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await post(url, { body: "", agent });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ECONNREFUSED") return code;
    }
    await pause(5);
  }
  return "still answered";
}

it("has a receiver end by SIGTERM once it has answered, though its connection is kept", async () => {
  const fleet = open({ settings, size: 1 });
  await fleet.whole();
  const { url, child } = await fleet.pick();
  const agent = new Agent({ keepAlive: true });
  // Without a signature it would be answered before its body is there.
  const forged = { "x-signature": "A".repeat(40) };
  let finish = () => {};
  const told = new Promise((resolve) => (finish = () => resolve(undefined)));
  const underWay = post(url, { body: slowly(told), headers: forged, agent });
  // It is under way before the receiver is told to go.
  await post(new URL("/idle", url), { body: "", agent: new Agent() });
  expect(fleet.deploy()).toBe(true);
  expect(await untilRefused(url)).toBe("ECONNREFUSED");
  finish();
  expect((await underWay).status).toBe(401);
  // The gateway keeps its connection, and would use it.
  await vi.waitFor(() => expect(child.exitCode).toBe(0), { timeout: 10_000 });
  expect(fleet.problems).toEqual([]);
}, 60_000);

it("gives the calm receiver settings of its own", async () => {
  // An engine that there is not: whoever has it does not start.
  const broken = { ...settings, engine: "none" };
  const calmSettings = { engine: "memory" };
  const fleet = open({ settings: broken, calmSettings, size: 2, hasCalm: true });
  const member = await fleet.pick({ calm: true });
  expect(fleet.isCalm(member)).toBe(true);
}, 60_000);

async function* slowly(told) {
  yield Buffer.from("{");
  await told;
  yield Buffer.from("}");
}
