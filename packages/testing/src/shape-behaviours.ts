import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { memoryInbox, signPayload } from "@numipay/core";
import { fixturePassword } from "./adapter-fixture.js";
import type { Behaviour } from "./behaviour.js";
import type { PostOptions } from "./post-delivery.js";
import { exampleTransaction } from "./sign-delivery.js";

/** A text as the gateway signs it. A parser in between changes it: 200.00 becomes 200, and the signature matches no more. */
function signText(text: string, header = "x-signature"): PostOptions {
  return {
    headers: { "content-type": "application/json", [header]: signPayload(text, fixturePassword) },
    body: new TextEncoder().encode(text),
  };
}

/** The text of a transaction whose amount is a number. */
function withNumber(amount: string): string {
  return JSON.stringify(exampleTransaction({ amount: "_" })).replace('"_"', amount);
}

/** What becomes of a rightly signed delivery that is not as documented. */
export const shapeBehaviours: readonly Behaviour[] = [
  {
    name: "a number where a text is documented is applied with the digits that were signed",
    async play(stage) {
      for (const amount of ["200.00", "0.1000000000000000055"]) {
        strictEqual((await stage.post(signText(withNumber(amount)))).status, 200, amount);
      }
      deepStrictEqual(
        stage.events.map(({ event }) => event.amount),
        ["200.00", "0.1000000000000000055"],
      );
    },
  },
  {
    name: "the signature is taken from the header that the contract names",
    contract: { headers: { signature: "X-Hub-Sign" } },
    async play(stage) {
      const text = withNumber("200.00");
      strictEqual((await stage.post(signText(text))).status, 401);
      strictEqual((await stage.post(signText(text, "x-hub-sign"))).status, 200);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "fields that the contract renames are read",
    contract: {
      webhook: { at: "data", fields: { user_id: { name: "customer", required: false } } },
    },
    async play(stage) {
      const { user_id: customer, ...rest } = exampleTransaction();
      strictEqual((await stage.deliver({ data: { ...rest, customer } })).status, 200);
      const anonymous = exampleTransaction({ user_id: undefined as never });
      strictEqual((await stage.deliver({ data: anonymous })).status, 200);
      deepStrictEqual(
        stage.events.map(({ event }) => event.user_id),
        [customer, undefined],
      );
    },
  },
  {
    name: "what is no transaction is kept in memory, and comes again",
    async play(stage) {
      const answer = await stage.deliver({ ...exampleTransaction(), user_id: null });
      strictEqual(answer.status, 503);
      strictEqual(answer.body, '{"outcome":"unreadable"}');
      strictEqual(stage.outcomes[0]?.outcome, "unreadable");
      strictEqual(stage.events.length, 0);
    },
  },
  {
    name: "what is no transaction comes again where the inbox keeps no such thing",
    inbox: () => ({ ...memoryInbox(), unreadable: undefined }),
    async play(stage) {
      const answer = await stage.deliver({ ...exampleTransaction(), user_id: null });
      strictEqual(answer.status, 503);
      strictEqual(stage.outcomes[0]?.outcome, "unreadable");
    },
  },
];
