import type { RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { numipayWebhook } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { runNumipay } from "../run-numipay.js";
import { serve } from "../serve.js";
import { type DifferenceCase, differences } from "./differences.js";
import { type Played, prepareStep, startGateway, toRequest } from "./play-step.js";
import { toFile } from "./to-file.js";

/** The arguments of a step, and what its output must contain. */
function toCommand({ sandbox }: Played, one: DifferenceCase): [args: string[], shows: string] {
  const day = sandbox.now().toISOString().slice(0, 10);
  switch (one.step) {
    case "direct":
      return [["payments", "direct", "--request", "-"], "http"];
    case "status":
      return [["transactions", "status", "order-1"], "pending"];
    case "list":
      return [["transactions", "list", "--from", day, "--to", day], "order-1"];
    case "payout": {
      const [payout] = sandbox.transactions();
      const id = String(payout?.transaction_id);
      return [["payouts", "reject", "--transaction-id", id], ""];
    }
    case "webhook":
    case "pattern":
      throw new Error("Use numipay trigger for this step.");
    case "request":
      return [["request", "refund", "--field", "amount=1.00"], ""];
  }
}

const calls = differences.filter(({ step }) => step !== "webhook" && step !== "pattern");

describe.each(calls)("numipay at a gateway with $name", (one) => {
  it("only needs --contract", async () => {
    const file = toFile(one.contract);
    const played = await startGateway(file, file);
    await prepareStep(played, one);
    const { url } = await played.sandbox.listen();
    const env = { NUMIPAY_API_KEY: played.sandbox.apiKey, NUMIPAY_BASE_URL: url };
    const [args, shows] = toCommand(played, one);
    const { provider_id, ...request } = toRequest(one);
    const stdin = JSON.stringify({ ...request, provider_id });
    const ended = await runNumipay([...args, "--contract", file], { env, stdin });
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(shows) as string });
  });
});

/** Serves a merchant's webhook on a port. */
async function startWebhook(contract: string, signaturePassword: string) {
  const handled: string[] = [];
  const webhook = numipayWebhook({ contract, signaturePassword });
  webhook.on("*", (event, { type }) => void handled.push(`${event.tracking_id} ${type}`));
  const respond: RequestListener = (request, response) => {
    void buffer(request).then(async (body) => {
      const headers = new Headers(Object.entries(request.headers) as [string, string][]);
      const init = { method: "POST", headers, body };
      const { status } = await webhook.fetch(new Request("http://shop.test/webhook", init));
      response.writeHead(status).end();
    });
  };
  return { handled, url: await serve(respond) };
}

const deliveries = differences.filter(({ step }) => step === "webhook" || step === "pattern");

describe.each(deliveries)("numipay trigger for a gateway with $name", (one) => {
  it("sends the gateway's format", async () => {
    const password = "a-password-of-20-characters";
    const file = toFile(one.contract);
    const { handled, url } = await startWebhook(file, password);
    const [status = "successful"] = Object.keys(one.contract.statuses ?? {});
    const [type = "deposit"] = Object.keys(one.contract.types ?? {});
    const args = ["trigger", `${type}.${status}`, "--to", url, "--tracking-id", "order-1"];
    const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
    const ended = await runNumipay([...args, "--contract", file], { env });
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(handled).toEqual([`order-1 ${type}.${status}`]);
  });
});
