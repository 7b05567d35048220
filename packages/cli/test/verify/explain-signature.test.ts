import { signPayload } from "@numipay/core";
import { vectorBody, vectors } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { explainSignature } from "../../src/verify/explain-signature.js";

const password = "a-password-of-the-portal-that-is-long";
const payload = {
  transaction_id: "t/1",
  user_id: "u-7",
  tracking_id: "Café",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};
const compact = JSON.stringify(payload);
const withFee = `${compact.slice(0, -1)},"fee":1.50}`;
const { transaction_id, user_id, ...rest } = payload;

/** The expected codes, the received body, and the signed text. */
const cases: [codes: string[], received: string, signed: string][] = [
  [["reformatted"], JSON.stringify(payload, null, 2), compact],
  [["reformatted"], withFee.replaceAll(":", ": ").replaceAll(",", ", "), withFee],
  [["reformatted"], compact, JSON.stringify(payload, null, 4)],
  [["trailing-newline"], `${compact}\n`, compact],
  [["byte-order-mark"], `\uFEFF${compact}`, compact],
  [["numbers-rewritten"], withFee.replace("1.50", "1.5"), withFee],
  [["text-became-number"], compact.replace('"200.00"', "200"), compact],
  [["escapes-rewritten"], compact, compact.replace("é", "\\u00e9")],
  [["escapes-rewritten"], compact, compact.replace("é", "\\u00E9")],
  [["escapes-rewritten"], compact, compact.replace("/", "\\/")],
  [["escapes-rewritten"], compact, compact.replace("/", "\\/").replace("é", "\\u00e9")],
  [["escapes-rewritten"], compact.replace("/", "\\/"), compact],
  [["encoded-twice"], JSON.stringify(compact), compact],
  [["wrapped"], `{"body":${compact}}`, compact],
  [["wrapped"], JSON.stringify({ Message: compact }), compact],
  [["read-as-latin-1"], Buffer.from(compact).toString("latin1"), compact],
  [["key-order"], JSON.stringify({ ...rest, user_id, transaction_id }), compact],
  [["key-order"], compact, JSON.stringify({ user_id, ...rest, transaction_id })],
  [["numbers-rewritten", "reformatted"], JSON.stringify(JSON.parse(withFee), null, 2), withFee],
];

describe("a changed body", () => {
  it.each(cases)("is explained as %s", (codes, received, signed) => {
    const signature = signPayload(signed, password);
    const report = explainSignature({ body: Buffer.from(received), signature, password });
    expect(report.reasons.map(({ code }) => code)).toEqual(codes);
    expect(report.proven).toBe(true);
    for (const { found, todo } of report.reasons) expect(found.length * todo.length).not.toBe(0);
  });

  it("shows both forms of a number", () => {
    const body = Buffer.from(withFee.replace("1.50", "1.5"));
    const signature = signPayload(withFee, password);
    const [reason] = explainSignature({ body, signature, password }).reasons;
    expect(reason?.found).toBe("A number was signed as 1.50 but is 1.5 in the body.");
  });

  it.each([
    ["empty-body", ""],
    ["parsed-body", "[object Object]"],
    ["printed-object", "{ transaction_id: 't-1', amount: '1.00' }"],
    ["form-body", "transaction_id=t-1&amount=1.00"],
    ["base64-body", Buffer.from('{"amount":"1.00"}').toString("base64")],
    ["broken-text", compact.replace("é", "\uFFFD")],
  ])("that cannot be reverted is reported as %s", (code, received) => {
    const body = Buffer.from(received);
    const report = explainSignature({ body, signature: signPayload(compact, password), password });
    expect(report.reasons.map((reason) => reason.code)).toEqual([code, "wrong-password"]);
    expect(report).toMatchObject({ verified: false, proven: false });
  });
});

describe("a wrong password or signature", () => {
  const body = Buffer.from(compact);
  const signature = signPayload(compact, password);

  it.each([
    ["whitespace-in-password", ` ${password}`],
    ["whitespace-in-password", `${password}\n`],
    ["quoted-password", `"${password}"`],
    ["quoted-password", `'${password}'`],
    ["wrong-password", "another-password-of-another-account"],
  ])("is explained as %s", (code, given) => {
    const report = explainSignature({ body, signature, password: given });
    expect(report.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(JSON.stringify(report)).not.toContain(password);
    expect(JSON.stringify(report)).not.toContain(given.trim());
  });

  it("is explained by whitespace in the signer's password", () => {
    const other = signPayload(compact, `${password} `);
    const report = explainSignature({ body, signature: other, password });
    expect(report.reasons.map(({ code }) => code)).toEqual(["whitespace-missing-from-password"]);
  });

  it.each([
    ["lower-case-signature", signature.toLowerCase()],
    ["whitespace-around-signature", ` ${signature}\n`],
    ["prefixed-signature", `sha1=${signature}`],
    ["prefixed-signature", `x-signature: ${signature}`],
    ["base64-signature", Buffer.from(signature, "hex").toString("base64")],
    ["not-a-signature", "0123"],
  ])("is explained as %s", (code, given) => {
    const report = explainSignature({ body, signature: given, password });
    expect(report.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(report.verified).toBe(false);
  });
});

describe("a correctly signed body beyond a receiver's limits", () => {
  it.each([
    ["too-large", JSON.stringify({ note: "x".repeat(65_536) })],
    ["too-deep", `${"[".repeat(65)}${"]".repeat(65)}`],
  ])("is reported as %s", (code, text) => {
    const signature = signPayload(text, password);
    const { verified, reasons } = explainSignature({
      body: Buffer.from(text),
      signature,
      password,
    });
    expect([verified, reasons.map((reason) => reason.code)]).toEqual([false, [code]]);
  });
});

describe("the test vectors", () => {
  const single = vectors.filter(({ passwords }) => passwords.length === 1);

  it.each(single.map((vector) => [vector.id, vector] as const))(
    "%s get a receiver's verdict",
    (_id, vector) => {
      const signature = vector.headers["x-signature"];
      if (signature === undefined) return expect(vector.verdict).not.toBe("accept");
      const body = vectorBody(vector);
      const report = explainSignature({ body, signature, password: vector.passwords[0] ?? "" });
      // Receivers reject some correctly signed bodies for other reasons, such as their size.
      if (vector.verdict === "accept") expect(report.matched).toBe(vector.matched);
      if (vector.verdict === "bad-signature") expect(report.verified).toBe(false);
      expect(report.reasons.length > 0 || report.matched === "raw").toBe(true);
    },
    20_000,
  );
});
