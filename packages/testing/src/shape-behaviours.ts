import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { memoryInbox, signPayload } from "@numipay/core";
import { fixturePassword } from "./adapter-fixture.js";
import type { Behaviour } from "./behaviour.js";
import type { PostOptions } from "./post-delivery.js";
import { exampleTransaction } from "./sign-delivery.js";

/** Signs raw text, because parsing it would change it: `200.00` becomes `200` and the signature no longer matches. */
function signText(text: string, header = "x-signature"): PostOptions {
  return {
    headers: { "content-type": "application/json", [header]: signPayload(text, fixturePassword) },
    body: new TextEncoder().encode(text),
  };
}

/** JSON of a transaction whose amount is a number. */
function withNumber(amount: string): string {
  return JSON.stringify(exampleTransaction({ amount: "_" })).replace('"_"', amount);
}

/** Correctly signed deliveries that do not match the documentation. */
export const shapeBehaviours: readonly Behaviour[] = [
  {
    name: "keeps the signed digits of a numeric amount",
    async play(fixture) {
      for (const amount of ["200.00", "0.1000000000000000055"]) {
        strictEqual((await fixture.post(signText(withNumber(amount)))).status, 200, amount);
      }
      deepStrictEqual(
        fixture.events.map(({ event }) => event.amount),
        ["200.00", "0.1000000000000000055"],
      );
    },
  },
  {
    name: "reads the signature from the contract's header",
    contract: { headers: { signature: "X-Hub-Sign" } },
    async play(fixture) {
      const text = withNumber("200.00");
      strictEqual((await fixture.post(signText(text))).status, 401);
      strictEqual((await fixture.post(signText(text, "x-hub-sign"))).status, 200);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "reads fields that the contract renames",
    contract: {
      webhook: { at: "data", fields: { user_id: { name: "customer", required: false } } },
    },
    async play(fixture) {
      const { user_id: customer, ...rest } = exampleTransaction();
      strictEqual((await fixture.deliver({ data: { ...rest, customer } })).status, 200);
      const anonymous = exampleTransaction({ user_id: undefined as never });
      strictEqual((await fixture.deliver({ data: anonymous })).status, 200);
      deepStrictEqual(
        fixture.events.map(({ event }) => event.user_id),
        [customer, undefined],
      );
    },
  },
  {
    name: "responds 503 to an unreadable delivery kept in memory",
    async play(fixture) {
      const response = await fixture.deliver({ ...exampleTransaction(), user_id: null });
      strictEqual(response.status, 503);
      strictEqual(response.body, '{"outcome":"unreadable"}');
      strictEqual(fixture.outcomes[0]?.outcome, "unreadable");
      strictEqual(fixture.events.length, 0);
    },
  },
  {
    name: "responds 503 to an unreadable delivery it cannot store",
    inbox: () => ({ ...memoryInbox(), unreadable: undefined }),
    async play(fixture) {
      const response = await fixture.deliver({ ...exampleTransaction(), user_id: null });
      strictEqual(response.status, 503);
      strictEqual(fixture.outcomes[0]?.outcome, "unreadable");
    },
  },
];
