// @ts-check
import { expect, test } from "vitest";
import { buyCoins } from "../demo/player.js";
import { openWorld, tell } from "./world.js";

test("a paid purchase reaches the services whose pattern it fits, whole and under its key", async () => {
  const world = await openWorld();
  await buyCoins(world, "pay");
  const { wallets, support, audit } = world.services;
  expect(wallets.types()).toEqual(["deposit.successful"]);
  expect(support.types()).toEqual([]);
  expect(audit.types()).toEqual(["deposit.pending", "deposit.successful"]);

  const [transaction] = world.sandbox.transactions();
  const [[key, told] = []] = wallets.done;
  expect(key).toBe(`deposit:${transaction?.transaction_id}:successful`);
  expect(told).toEqual({
    type: "deposit.successful",
    contradicts: null,
    event: JSON.parse(world.sandbox.deliveries().at(-1)?.requestBody ?? ""),
  });
});

test("a declined purchase reaches support, and credits nobody", async () => {
  const world = await openWorld();
  await buyCoins(world, "fail");
  const { wallets, support, audit } = world.services;
  expect(wallets.requests()).toBe(0);
  expect(support.types()).toEqual(["deposit.rejected"]);
  expect(audit.types()).toEqual(["deposit.pending", "deposit.rejected"]);
});

test("a purchase that nobody paid for reaches the audit alone", async () => {
  const world = await openWorld();
  await buyCoins(world, "leave");
  await world.sandbox.advance("30m");
  expect(world.services.audit.types()).toEqual(["deposit.expired"]);
  expect(world.services.wallets.requests() + world.services.support.requests()).toBe(0);
});

test.each([
  ["withdrawal.rejected", { wallets: 0, support: 1, audit: 1 }],
  ["withdrawal.successful", { wallets: 0, support: 0, audit: 1 }],
  ["chargeback.opened", { wallets: 0, support: 0, audit: 1 }],
])("%s goes where its patterns lead", async (type, wanted) => {
  const world = await openWorld();
  const [transaction_type = "", status = ""] = type.split(".");
  await tell(world, { transaction_type, status });
  const { wallets, support, audit } = world.services;
  expect({
    wallets: wallets.done.size,
    support: support.done.size,
    audit: audit.done.size,
  }).toEqual(wanted);
});

test("what contradicts what was told before says so", async () => {
  const world = await openWorld();
  await tell(world, { status: "rejected" });
  await tell(world);
  const [told] = world.services.wallets.done.values();
  expect(told?.contradicts).toBe("rejected");
});

test("ids that no header can hold still make two keys", async () => {
  const world = await openWorld();
  for (const transaction_id of ["snow ☃\n", "snow ☄\n"]) {
    expect(await tell(world, { transaction_id })).toMatchObject({ outcome: "processed" });
  }
  expect([...world.services.wallets.done.keys()]).toEqual([
    "deposit:snow%u0020%u2603%u000a:successful",
    "deposit:snow%u0020%u2604%u000a:successful",
  ]);
});

test.each(["/", "/webhooks", "/events"])("nothing is taken at %s", async (path) => {
  const world = await openWorld();
  const answer = await fetch(world.relayUrl + path, { method: "POST", body: "{}" });
  expect(answer.status).toBe(404);
});

test("a GET is told that the webhook takes POST", async () => {
  const world = await openWorld();
  const answer = await fetch(world.webhookUrl);
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("POST");
  expect(await (await fetch(`${world.relayUrl}/health`)).text()).toBe("ok");
});
