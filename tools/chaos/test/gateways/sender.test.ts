import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, createServer } from "node:http";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { breakStore } from "../../src/stores/break-store.js";
import { familyOf } from "../../src/play/families.js";
import { createSender } from "../../src/gateways/sender.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

const deliver = (sender, transaction_id) =>
  sender.deliverFor(0)("http://receiver.test", {
    body: JSON.stringify({ transaction_id, transaction_type: "deposit", status: "successful" }),
    headers: {},
  });

it("arms nobody while a change that the kills took along again and again is not taken yet", async () => {
  const met: unknown[] = [];
  let isCut = true;
  const server = createServer((request, response) => {
    met.push(request.headers["x-chaos-fault"]);
    if (isCut) request.socket.destroy();
    else response.end("ok");
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const member = {
    url: `http://127.0.0.1:${port}`,
    agent: new Agent(),
    requests: new Set(),
    underWay: new Map(),
  };
  let kills = 0;
  const fleet = {
    pick: async () => member,
    isCalm: () => false,
    kills: () => (kills += 1),
    dropOut: () => undefined,
  } as never;
  const breaking = breakStore(undefined, {
    how: undefined,
    seed: "1",
    acknowledged: () => 0,
    between: 1,
    onHit: () => undefined,
  });
  const family = familyOf("kill -9");
  const faults = ["after-claim SIGKILL"];
  const options = { fleet, family, seed: "1", faults, chance: 1, retryPauseMs: 0, breaking };
  const sender = createSender(options);

  for (let attempt = 1; attempt <= 7; attempt += 1) {
    await expect(deliver(sender, "1")).rejects.toThrow(/hang up|ECONNRESET/);
  }
  isCut = false;
  await deliver(sender, "2");
  await deliver(sender, "1");
  await deliver(sender, "3");
  expect(met.slice(0, 3)).toEqual(["after-claim SIGKILL", "after-claim SIGKILL", undefined]);
  expect(met.slice(7)).toEqual([undefined, undefined, "after-claim SIGKILL"]);
});
