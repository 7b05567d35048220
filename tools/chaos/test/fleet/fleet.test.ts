import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createFleet, type Fleet, type FleetOptions } from "../../dist/fleet/fleet.js";
import { post } from "../../src/post.js";

const settings = { engine: "memory", effect: "append", ledgerUrl: "", passwords: ["x"] };
const fleets: Fleet[] = [];
const open = (options: FleetOptions) => {
  const fleet = createFleet(options);
  fleets.push(fleet);
  return fleet;
};
afterEach(async () => {
  await Promise.all(fleets.splice(0).map((fleet) => fleet.close()));
});

/** Posts over new connections until one is refused. */
async function waitUntilRefused(url: string): Promise<string> {
  const agent = new Agent();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await post(url, { body: "", agent });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ECONNREFUSED") return code;
    }
    await pause(5);
  }
  return "still reachable";
}

/** A body that ends once the promise is resolved. */
async function* bodyUntil(finished: Promise<void>) {
  yield Buffer.from("{");
  await finished;
  yield Buffer.from("}");
}

describe("createFleet", { timeout: 60_000 }, () => {
  it("completes open requests after SIGTERM", async () => {
    const fleet = open({ settings, size: 1 });
    await fleet.ready();
    const { url, child } = await fleet.pick();
    const agent = new Agent({ keepAlive: true });
    // Without a signature, the receiver would respond before it has read the body.
    const forged = { "x-signature": "A".repeat(40) };
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const request = post(url, { body: bodyUntil(finished), headers: forged, agent });
    // The receiver has the request before it gets the signal.
    await post(new URL("/idle", url), { body: "", agent: new Agent() });
    expect(fleet.restartOne()).toBe(true);
    expect(await waitUntilRefused(url)).toBe("ECONNREFUSED");
    finish();
    expect((await request).status).toBe(401);
    // The kept-alive connection of the gateway must not keep the process running.
    await vi.waitFor(() => expect(child.exitCode).toBe(0), { timeout: 10_000 });
    expect(fleet.crashes).toEqual([]);
  });

  it("passes safeSettings to the safe receiver", async () => {
    // A receiver with an unknown engine does not start.
    const broken = { ...settings, engine: "none" };
    const safeSettings = { engine: "memory" };
    const fleet = open({ settings: broken, safeSettings, size: 2, hasSafe: true });
    const member = await fleet.pick({ safe: true });
    expect(fleet.isSafe(member)).toBe(true);
  });
});
