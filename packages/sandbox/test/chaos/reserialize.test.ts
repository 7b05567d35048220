import { loadContract } from "@numipay/core/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultParticulars } from "../../src/gateway/faults.js";
import { reserialize } from "../../src/chaos/reserialize.js";
import { tamper } from "../../src/chaos/tamper.js";

const { webhook } = loadContract(undefined);

// Any UTF-16, including lone surrogates and quotes, because the merchant chooses the user_id.
const payload = fc.record({
  transaction_id: fc.string({ unit: "binary" }),
  user_id: fc.string({
    unit: fc.oneof(fc.constantFrom(":", ",", '"', "\\", "/", "é", "\ud800"), fc.string()),
  }),
  amount: fc.constantFrom("200.00", "1.50"),
  status: fc.constantFrom("pending", "successful", "rejected"),
  currency: fc.constantFrom("EUR", "KWD"),
});

describe.each(faultParticulars.reserialize.serialization)(
  "the serialization %s",
  (serialization) => {
    it("keeps the canonical form", () => {
      fc.assert(
        fc.property(payload, (fields) => {
          const compact = JSON.stringify(fields);
          const other = reserialize(compact, serialization);
          expect(other).not.toBe(compact);
          expect(JSON.stringify(JSON.parse(other))).toBe(compact);
        }),
      );
    });
  },
);

it("has the expected text", () => {
  const compact = '{"user_id":"a: b/é","amount":"200.00"}';
  expect(reserialize(compact, "blanks")).toBe('{"user_id": "a: b/é", "amount": "200.00"}');
  expect(reserialize(compact, "indented")).toBe(
    '{\n  "user_id": "a: b/é",\n  "amount": "200.00"\n}',
  );
  expect(reserialize(compact, "newline")).toBe(`${compact}\n`);
  expect(reserialize(compact, "escapes")).toBe(
    String.raw`{"us\u0065r_\u0069d":"a:\u0020b\/\u00e9","am\u006fun\u0074":"20\u0030.0\u0030"}`,
  );
});

describe.each(faultParticulars.tamper.field)("tampering with %s", (field) => {
  it("changes only this field", () => {
    fc.assert(
      fc.property(payload, (fields) => {
        const compact = JSON.stringify(fields);
        const forged = JSON.parse(tamper(compact, field, webhook)) as Record<string, string>;
        expect(forged[field]).not.toBe((JSON.parse(compact) as Record<string, string>)[field]);
        expect(Object.keys(forged)).toEqual(Object.keys(fields));
        expect({ ...forged, [field]: "" }).toEqual({ ...JSON.parse(compact), [field]: "" });
      }),
    );
  });
});
