import { operations } from "@numipay/core/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { requestProblems } from "../hold-to-contract.js";
import { card, createMerchant, order } from "../merchant.js";

const full = order({ ...card(), provider_id: "pursa" });
const enveloped = Object.values(operations).filter(({ envelope }) => envelope);

/** Texts near the border of each form, and what is no text. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(full), "DE", "a@b", "https://a.test/") },
  fc.constantFrom("0", "0.0", "007", "1.", "EU", "EURO", "eur", "http://", "//a", "a@", "@b", "13"),
  fc.constantFrom("x".repeat(255), "x".repeat(256), "😀".repeat(255), "😀".repeat(256)),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(null, 200, true, {}, []),
);

const names = ["return_url", "country", "email", ...Object.keys(full)];

/** Where the sandbox asks for more than the contract: what a database changes, what is no address though it begins as one. */
const isSandboxRule = (name: string, one: unknown) =>
  typeof one === "string" &&
  (/[\p{Cc}\p{Cs}]/u.test(one) || (name === "return_url" && !URL.canParse(one)));

it.each(enveloped)("$path takes what the contract takes, and refuses the rest", async (row) => {
  const merchant = await createMerchant();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), value, async (name, one) => {
      // A tracking_id of its own, so that only a form can be at fault.
      const fields = { ...full, tracking_id: `order-${(number += 1)}`, [name]: one };
      const body = { request: fields };
      const answer = await merchant.call("POST", row.path, body);
      const isKnown = [...row.required, ...row.optional].some((known) => known === name);
      const isWrong = requestProblems(row.path, body).length > 0;
      const expected = isWrong || (isKnown && isSandboxRule(name, one)) ? 422 : 200;
      const status = isTaken(answer) ? 200 : answer.status;
      expect([status, answer.body["field"]]).toEqual([
        expected,
        expected === 422 ? name : answer.body["field"],
      ]);
    }),
    { numRuns: 300, seed: 20_260_101 },
  );
});

/** Well formed, and refused for what it says: a used tracking_id, a provider that there is not. */
function isTaken({ status, body }: { status: number; body: Record<string, unknown> }): boolean {
  const isOfForm = String(body["message"]).includes(" must ");
  return status === 409 || (status === 422 && body["field"] === "provider_id" && !isOfForm);
}
