import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { signPayload, verifySignature } from "../../src/protocol/signature.js";

interface Vector {
  id: string;
  passwords: string[];
  headers: Record<string, string>;
  bodyBase64?: string;
  verdict: "accept" | "bad-signature" | "malformed" | "too-large";
  matched?: string;
  passwordIndex?: number;
  delivered?: object;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../../contract/vectors.json", import.meta.url), "utf8"),
) as { vectors: Vector[] };

// The size of a body is the receiver's business, not the signature's.
const signatureVectors = vectors.filter((vector) => vector.verdict !== "too-large");

const password = "a-signature-password-of-30-chars";
const payload = { transaction_id: "t-1", amount: "200.00", note: "café" };
const body = Buffer.from(JSON.stringify(payload));
const signature = signPayload(payload, password);

describe("signPayload", () => {
  test("is the upper-case hex SHA-1 of the JSON text and the password", () => {
    const expected = createHash("sha1")
      .update(JSON.stringify(payload) + password)
      .digest("hex")
      .toUpperCase();
    expect(signature).toBe(expected);
    expect(signPayload(JSON.stringify(payload), password)).toBe(expected);
  });

  test("reproduces the gateway's documented example", () => {
    const example = vectors.find(({ id }) => id === "documented-example");
    const text = Buffer.from(example?.bodyBase64 ?? "", "base64").toString();
    expect(signPayload(JSON.parse(text) as object, example?.passwords[0] ?? "")).toBe(
      "5FDDA8F46411C132DCFBEE53C39BA06298CB48BC",
    );
  });

  test.each(["", undefined, null, 7])("refuses %j as a password", (wrong) => {
    expect(() => signPayload(payload, wrong as string)).toThrow(/^signaturePassword: /);
  });
});

describe("verifySignature", () => {
  test.each(signatureVectors)("gives vector $id its verdict", (vector) => {
    const verify = () =>
      verifySignature({
        body: Buffer.from(vector.bodyBase64 ?? "", "base64"),
        signature: vector.headers["x-signature"],
        signaturePassword: vector.passwords,
      });
    if (vector.verdict === "bad-signature") {
      expect(verify).toThrow(expect.objectContaining({ code: "invalid_signature" }));
      return;
    }
    const verified = verify();
    if (vector.verdict === "accept") {
      expect(verified).toMatchObject({
        matched: vector.matched,
        passwordIndex: vector.passwordIndex,
      });
    }
    if (vector.delivered !== undefined) expect(verified.payload).toEqual(vector.delivered);
  });

  test("takes bytes, text and a parsed body", () => {
    for (const given of [body, new Uint8Array(body), body.toString(), payload]) {
      expect(
        verifySignature({ body: given, signature, signaturePassword: password }).payload,
      ).toEqual(payload);
    }
  });

  test("says that a parsed body matched in its canonical form", () => {
    const { matched } = verifySignature({ body: payload, signature, signaturePassword: password });
    expect(matched).toBe("canonical");
  });

  test("hands on what was signed, not the object it was given", () => {
    const given = { ...payload };
    const verified = verifySignature({ body: given, signature, signaturePassword: password });
    given.amount = "900.00";
    expect(verified.payload).toEqual(payload);
  });

  test("finds the password in a list and says which", () => {
    const signaturePassword = ["another-password-of-30-characters", password];
    expect(verifySignature({ body, signature, signaturePassword }).passwordIndex).toBe(1);
  });

  test.each([[[]], [""], [["right-password-of-30-characters", ""]], [undefined]])(
    "refuses %j as passwords, whatever the signature",
    (wrong) => {
      const signaturePassword = wrong as string[];
      const empty = createHash("sha1").update(body).digest("hex").toUpperCase();
      expect(() => verifySignature({ body, signature: empty, signaturePassword })).toThrow(
        /^signaturePassword: /,
      );
    },
  );

  test("refuses signed text that is no JSON", () => {
    const text = "not json";
    expect(() =>
      verifySignature({
        body: text,
        signature: signPayload(text, password),
        signaturePassword: password,
      }),
    ).toThrow(/no JSON/);
  });

  test("survives a circle, a bigint and an absent signature", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const given of [circle, { big: 1n }, payload]) {
      expect(() =>
        verifySignature({ body: given, signature: undefined, signaturePassword: password }),
      ).toThrow(expect.objectContaining({ code: "invalid_signature" }));
      expect(() =>
        verifySignature({ body: given, signature: "A".repeat(40), signaturePassword: password }),
      ).toThrow(expect.objectContaining({ code: "invalid_signature" }));
    }
  });

  test("prints neither the password nor the signature that would have been right", () => {
    try {
      verifySignature({
        body: `${body.toString()} tampered`,
        signature,
        signaturePassword: password,
      });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain(password);
      expect(String(error)).not.toMatch(/[0-9a-fA-F]{40}/);
    }
  });
});
