import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import type { AdapterCase } from "@numipay/testing";
import { getStatus, postDelivery } from "./post-delivery.js";
import type { FailedSetup, Setup } from "./setup.js";
import type { PlayedDelivery, RunningApp } from "./start-app.js";

export const signaturePassword = "a-signature-password-of-the-portal-1";

interface Played extends PlayedDelivery {
  status: number;
}

/** The cases of one setup of an app that has a signature password. */
export function webhookCases(app: RunningApp, setup: Setup): AdapterCase[] {
  const { webhooks, health, consumed, parsed = false, http2 = false } = setup;
  const postTo =
    (url: string): Post =>
    async (body, password = signaturePassword) => {
      const status = await postDelivery(url, { body, signature: sign(body, password) }, http2);
      return { ...(await app.nextDelivery()), status };
    };
  const cases: AdapterCase[] = Object.entries(webhooks).flatMap(([name, url]) => {
    const post = postTo(url);
    const title = (does: string): string => (name === "" ? does : `${does} (${name})`);
    return [
      { name: title("applies a delivery once"), run: () => appliesOnce(post) },
      { name: title("rejects a forged delivery"), run: () => rejectsForged(post) },
      parsed
        ? { name: title("reports that it has no raw bytes"), run: () => reportsNoBytes(post) }
        : { name: title("verifies the bytes that were sent"), run: () => verifiesBytes(post) },
    ];
  });
  if (consumed !== undefined) {
    const run = () => reportsConsumed(postTo(consumed));
    cases.push({ name: "reports a body that was already read", run });
  }
  if (health !== undefined) {
    cases.push({ name: "is healthy", run: () => isHealthy(health, http2) });
  }
  return cases;
}

type Post = (body: string, password?: string) => Promise<Played>;

async function appliesOnce(post: Post): Promise<void> {
  const id = randomUUID();
  const body = JSON.stringify(toPayload(id));
  const first = await post(body);
  assert.deepEqual([first.status, first.outcome, first.handled], [200, "processed", [id]]);
  const second = await post(body);
  assert.deepEqual([second.status, second.outcome, second.handled], [200, "duplicate", []]);
}

async function rejectsForged(post: Post): Promise<void> {
  const body = JSON.stringify(toPayload(randomUUID()));
  const { status, outcome, handled } = await post(body, "a-password-of-an-attacker-1234567");
  assert.deepEqual([status, outcome, handled], [401, "bad-signature", []]);
}

/** As the gateway could write it: with escapes, with spaces and with characters beyond ASCII. */
function toOtherText(id: string): string {
  const [start, end] = JSON.stringify(toPayload(id)).split("Zoë 🎉");
  return `${start}Zo\\u00eb \\/ 🎉 ü${end}`.replace("{", "{ ");
}

async function verifiesBytes(post: Post): Promise<void> {
  const id = randomUUID();
  const { status, outcome, matched, handled } = await post(toOtherText(id));
  assert.deepEqual([status, outcome, matched, handled], [200, "processed", "raw", [id]]);
}

async function reportsNoBytes(post: Post): Promise<void> {
  const { status, outcome, reason, handled } = await post(toOtherText(randomUUID()));
  assert.deepEqual([status, outcome, handled], [401, "bad-signature", []]);
  assert.match(String(reason), /^the raw bytes of the body were not available/);
}

async function reportsConsumed(post: Post): Promise<void> {
  const { status, outcome, reason, handled } = await post(JSON.stringify(toPayload(randomUUID())));
  assert.deepEqual([status, outcome, handled], [401, "bad-signature", []]);
  assert.match(String(reason), /^the request body was already read/);
}

async function isHealthy(health: string, isHttp2: boolean): Promise<void> {
  assert.equal(await getStatus(health, isHttp2), 200);
}

/** The case of one setup of an app that has no signature password. */
export function missingPasswordCase(app: RunningApp, setup: Setup | FailedSetup): AdapterCase {
  if ("error" in setup) {
    return {
      name: "does not start without a password",
      run: async () => assert.match(setup.error, /NUMIPAY_SIGNATURE_PASSWORD/),
    };
  }
  return {
    name: "reports a missing password",
    async run() {
      const { webhooks, health, http2 = false } = setup;
      const body = JSON.stringify(toPayload(randomUUID()));
      const delivery = { body, signature: sign(body, signaturePassword) };
      assert.equal(await postDelivery(String(Object.values(webhooks)[0]), delivery, http2), 401);
      const { reason, handled } = await app.nextDelivery();
      assert.match(String(reason), /^misconfigured: /);
      assert.deepEqual(handled, []);
      if (health !== undefined) assert.equal(await getStatus(health, http2), 503);
    },
  };
}

function toPayload(id: string): object {
  return {
    transaction_id: id,
    user_id: "Zoë 🎉",
    tracking_id: `order-${id}`,
    transaction_type: "deposit",
    status: "successful",
    currency: "EUR",
    amount: "20.00",
  };
}

function sign(body: string, password: string): string {
  return createHash("sha1")
    .update(body + password)
    .digest("hex")
    .toUpperCase();
}
