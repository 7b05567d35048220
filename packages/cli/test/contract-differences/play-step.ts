import { Numipay, numipayWebhook, type OutcomeReport } from "@numipay/core";
import type { ContractSource } from "@numipay/core/protocol";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { onTestFinished } from "vitest";
import type { DifferenceCase } from "./differences.js";

const order = {
  tracking_id: "order-1",
  user_id: "u-1",
  currency: "EUR",
  amount: "5.00",
  provider_id: "northbank",
};

/** A gateway with a difference, and a merchant with or without the override. */
export interface Played {
  sandbox: Sandbox;
  numipay: Numipay;
  /** The outcome of each delivery. */
  reports: OutcomeReport[];
  /** The tracking ids and names of the events that reached a handler. */
  handled: string[];
}

/** Starts a sandbox with the override `file`. The merchant's client and webhook use `known`. */
export async function startGateway(
  file: string,
  known: ContractSource | undefined,
): Promise<Played> {
  const reports: OutcomeReport[] = [];
  const handled: string[] = [];
  const sandbox = await createSandbox({
    contract: file,
    webhookUrl: "http://shop.test/webhooks/numipay",
    autoDeliver: false,
    deliver: async (input, init) => webhook.fetch(new Request(input, init)),
  });
  onTestFinished(() => sandbox.close());
  const webhook = numipayWebhook({
    contract: known,
    signaturePassword: sandbox.signaturePassword,
    onOutcome: (report) => reports.push(report),
  });
  webhook.on("*", (event, { type }) => void handled.push(`${event.tracking_id} ${type}`));
  const { apiKey, baseUrl, fetch } = sandbox.clientOptions;
  const numipay = new Numipay({ apiKey, baseUrl, fetch, contract: known, retries: 0 });
  return { sandbox, numipay, reports, handled };
}

/** The request of a case. */
export function toRequest({ fields }: Pick<DifferenceCase, "fields">) {
  const all = { ...order, ...fields };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [Field in keyof typeof order]: string;
  };
}

async function pay(sandbox: Sandbox, url: string, action = "pay"): Promise<void> {
  await sandbox.fetch(url, { method: "POST", body: new URLSearchParams({ action }) });
  await sandbox.flush();
}

/** Runs the step of a difference, and returns a result that is never empty. */
export async function playStep(played: Played, one: DifferenceCase): Promise<unknown> {
  const { sandbox, numipay, handled } = played;
  const day = sandbox.now();
  switch (one.step) {
    case "direct": {
      const { url } = await numipay.payments.direct(toRequest(one));
      return [
        new URL(url).pathname.length > 1,
        sandbox.transactions().map((row) => row.tracking_id),
      ];
    }
    case "status":
      return numipay.transactions.status("order-1");
    case "list":
      return (await numipay.transactions.list({ from: day, to: day })).map(
        (row) => row.tracking_id,
      );
    case "payout": {
      const [payout] = sandbox.transactions();
      return numipay.payouts.reject({ transaction_id: String(payout?.transaction_id) });
    }
    case "webhook":
      await sandbox.flush();
      return handled;
    case "pattern":
      return handled;
    case "request":
      await numipay.request("refund", { amount: "1.00" });
      return sandbox.customCalls().map(({ operation }) => operation);
  }
}

/** Creates what the step needs, with a client that has the override. */
export async function prepareStep({ sandbox }: Played, one: DifferenceCase): Promise<void> {
  const numipay = new Numipay(sandbox.clientOptions);
  if (one.step === "status" || one.step === "list") await numipay.payments.direct(toRequest(one));
  if (one.step === "payout") {
    const { url } = await numipay.payouts.request(toRequest(one));
    await pay(sandbox, `${url}/pursa`, "confirm");
  }
  if (one.step === "webhook") {
    const { url } = await numipay.payments.direct(toRequest(one));
    await sandbox.fetch(url, { method: "POST", body: new URLSearchParams({ action: "pay" }) });
  }
}
