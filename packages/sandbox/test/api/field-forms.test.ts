import { operations } from "@numipay/core/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestProblems } from "../check-responses.js";
import { card, createMerchant, order } from "../merchant.js";

const full = order({ ...card(), provider_id: "pursa" });
const enveloped = Object.values(operations).filter(({ envelope }) => envelope);

/** Texts near the limits of each format, and other types. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(full), "DE", "a@b", "https://a.test/") },
  fc.constantFrom("0", "0.0", "007", "1.", "EU", "EURO", "eur", "http://", "//a", "a@", "@b", "13"),
  fc.constantFrom("x".repeat(255), "x".repeat(256), "😀".repeat(255), "😀".repeat(256)),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(null, 200, true, {}, []),
);

const names = ["return_url", "country", "email", ...Object.keys(full)];

/** Where the sandbox is stricter than the contract: characters that a database changes, and invalid URLs. */
const isSandboxRule = (name: string, one: unknown) =>
  typeof one === "string" &&
  (/[\p{Cc}\p{Cs}]/u.test(one) || (name === "return_url" && !URL.canParse(one)));

describe("request validation", () => {
  it.each(enveloped)("$path accepts exactly what the contract allows", async (row) => {
    const merchant = await createMerchant();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), value, async (name, one) => {
        // A unique tracking_id, so that only the format can be wrong.
        const fields = { ...full, tracking_id: `order-${(number += 1)}`, [name]: one };
        const body = { request: fields };
        const response = await merchant.call("POST", row.path, body);
        const isKnown = [...row.required, ...row.optional].some((known) => known === name);
        const isWrong = requestProblems(row.path, body).length > 0;
        const expected = isWrong || (isKnown && isSandboxRule(name, one)) ? 422 : 200;
        const status = isTaken(response) ? 200 : response.status;
        expect([status, response.body["field"]]).toEqual([
          expected,
          expected === 422 ? name : response.body["field"],
        ]);
      }),
      { numRuns: 300, seed: 20_260_101 },
    );
  });
});

/** A valid request that is rejected for its values: a used tracking_id or an unknown provider. */
function isTaken({ status, body }: { status: number; body: Record<string, unknown> }): boolean {
  const isOfForm = String(body["message"]).includes(" must ");
  return status === 409 || (status === 422 && body["field"] === "provider_id" && !isOfForm);
}
