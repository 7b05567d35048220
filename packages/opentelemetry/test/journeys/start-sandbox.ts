import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { onTestFinished } from "vitest";
import type { Names } from "../span-tree.js";

/** Starts a sandbox that delivers over the network, when `flush` is called. */
export async function startSandbox(): Promise<Sandbox> {
  const sandbox = await createSandbox({ autoDeliver: false });
  await sandbox.listen();
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Submits a page of the cashier as the customer. */
export async function submit(url: string, fields: Record<string, string>): Promise<void> {
  const headers = { origin: new URL(url).origin };
  const body = new URLSearchParams(fields);
  await (await fetch(url, { method: "POST", redirect: "manual", headers, body })).arrayBuffer();
}

/** The port of the gateway and its ids, which differ in each run. */
export function namesIn(sandbox: Sandbox): Names {
  const ids = sandbox.transactions().map((one, index) => [one.transaction_id, `gateway-${index}`]);
  return new Map([[Number(new URL(sandbox.baseUrl).port), "<port>"], ...ids] as [
    unknown,
    string,
  ][]);
}
