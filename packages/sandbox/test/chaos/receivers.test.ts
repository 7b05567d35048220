import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@numipay/core";
import { respondNode, fromNodeRequest } from "@numipay/core/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox, deliveryFaults, type ChaosOptions, type Sandbox } from "../../src/index.js";
import { createMerchant, order } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A merchant's HTTP server, and a sandbox that sends webhooks to it. */
async function openServer(listener: Listener, chaos: ChaosOptions, file?: string) {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sandbox = await createSandbox({
    webhookUrl: `http://127.0.0.1:${port}/webhooks/numipay`,
    autoDeliver: false,
    chaos,
    ...(file === undefined ? {} : { file }),
  });
  onTestFinished(async () => {
    await sandbox.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return sandbox;
}

async function pay(sandbox: Sandbox, id = "order-1"): Promise<void> {
  const response = await sandbox.fetch("/payments/hosted", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request: order({ tracking_id: id }) }),
  });
  const { url } = (await response.json()) as { url: string };
  const body = new URLSearchParams({ action: "pay" });
  await sandbox.fetch(`${url}/northbank`, { method: "POST", body });
}

const often = Object.fromEntries(deliveryFaults.map((fault) => [fault, 0.4]));

describe("over the network", () => {
  it("applies each webhook once under chaos", async () => {
    const applied: string[] = [];
    const outcomes = new Set<string>();
    const sandbox = await openServer(
      async (request, response) => {
        respondNode(response, await receiver.receive(fromNodeRequest(request)));
      },
      { seed: "storm-1", deliveries: often },
    );
    const receiver = createReceiver<IncomingMessage>({
      signaturePassword: sandbox.signaturePassword,
      onOutcome: ({ outcome }) => void outcomes.add(outcome),
    });
    receiver.on("*", (event) => void applied.push(`${event.tracking_id} ${event.status}`));

    const ids = Array.from({ length: 10 }, (_, index) => `order-${index}`);
    for (const id of ids) await pay(sandbox, id);
    await sandbox.runUntilIdle();

    const { faults } = sandbox.chaosPlan();
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(deliveryFaults));
    const dropped = faults.filter(({ kind }) => kind === "drop").map(({ subject }) => subject);
    for (const id of ids) {
      const times = applied.filter((line) => line === `${id} successful`).length;
      const isDropped = dropped.includes(`1/test/webhook-2/${id}`);
      expect({ id, times }).toEqual({ id, times: isDropped ? 0 : 1 });
    }
    expect([...outcomes]).toEqual(
      expect.arrayContaining(["processed", "duplicate", "bad-signature"]),
    );
    expect(outcomes).not.toContain("handler-failed");
  });

  it("sends a slow body without content-length", async () => {
    const arrived: { pieces: number; length: string | undefined; text: string }[] = [];
    const sandbox = await openServer(
      async (request, response) => {
        let text = "";
        let pieces = 0;
        for await (const piece of request) {
          text += String(piece);
          pieces += 1;
        }
        arrived.push({ pieces, length: request.headers["content-length"], text });
        response.writeHead(204).end();
      },
      { deliveries: { slow: 1 } },
    );
    await pay(sandbox);
    await sandbox.flush();
    expect(arrived).toHaveLength(2);
    for (const { pieces, length, text } of arrived) {
      expect([pieces > 1, length]).toEqual([true, undefined]);
      expect(JSON.parse(text)).toMatchObject({ tracking_id: "order-1" });
    }
    expect(sandbox.deliveries().map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it.each<[string, Listener]>([
    ["never reads or responds", () => undefined],
    ["disconnects before reading the body", (request) => request.destroy()],
    ["responds before reading the body", (_request, response) => response.writeHead(401).end()],
    [
      "never completes its response",
      (_request, response) => {
        response.writeHead(200).write("{");
      },
    ],
  ])("closes with a receiver that %s", async (_name, listener) => {
    const sandbox = await openServer(listener, {
      deliveries: { duplicate: 1, slow: 1, tamper: 1, wrongPassword: 1, reserialize: 1 },
    });
    await pay(sandbox);
    const flushed = sandbox.flush();
    // Lets the first requests start, so that the sandbox closes in the middle.
    for (let round = 0; round < 50; round += 1)
      await new Promise((resolve) => setImmediate(resolve));
    await sandbox.close();
    await expect(flushed).resolves.toBeUndefined();
  });
});

describe("a sandbox closed during an attempt", () => {
  it.each(["together", "after"])("repeats it after reopening, copies %s", async (way) => {
    const file = await temporaryFile();
    const plan = {
      version: 1,
      seed: "manual",
      options: {},
      faults: (["tamper", "duplicate"] as const).map((kind) => ({
        at: "2026-01-01T00:00:00.000Z",
        subject: "1/test/webhook-1/order-1",
        attempt: 1,
        ...(kind === "tamper"
          ? { kind, field: "amount" as const }
          : { kind, copies: 3, together: way === "together" }),
      })),
    } as const;
    const first = await createMerchant({ file, chaos: { replay: plan } });
    first.respondWith(() => {
      // The forgery gets a response, later requests do not.
      return first.received.length === 1
        ? new Response(null, { status: 401 })
        : new Promise<Response>(() => undefined);
    });
    await first.call("POST", "/payments/hosted", { request: order() });
    // The page expires, which sends a webhook. The sandbox closes while the attempt waits for a response.
    const advanced = first.sandbox.advance("30m");
    while (first.received.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await first.sandbox.close();
    await advanced;
    const second = await createMerchant({ file });
    expect(second.sandbox.deliveries()).toEqual([]);
    expect(second.sandbox.chaosPlan().faults).toEqual([]);
    await second.sandbox.flush();
    expect(second.received).toHaveLength(5);
    expect(second.sandbox.chaosPlan().faults.map(({ kind }) => kind)).toEqual([
      "tamper",
      "duplicate",
    ]);
    await second.sandbox.close();
  });
});
