import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { type SignedBody, signPayload, verifySignature } from "../../src/protocol/signature.js";

interface Vector {
  id: string;
  passwords: string[];
  headers: Record<string, string>;
  bodyBase64?: string;
  verdict: "accept" | "unreadable" | "bad-signature" | "malformed" | "too-large";
  matched?: string;
  passwordIndex?: number;
  delivered?: object;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../../contract/vectors.json", import.meta.url), "utf8"),
) as { vectors: Vector[] };

// The size limit is the receiver's, not the signature's.
const signatureVectors = vectors.filter((vector) => vector.verdict !== "too-large");

const password = "a-signature-password-of-30-chars";
const payload = { transaction_id: "t-1", amount: "200.00", note: "café" };
const body = Buffer.from(JSON.stringify(payload));
const signature = signPayload(payload, password);

describe("signPayload", () => {
  it("hashes the JSON text and the password", () => {
    const expected = createHash("sha1")
      .update(JSON.stringify(payload) + password)
      .digest("hex")
      .toUpperCase();
    expect(signature).toBe(expected);
    expect(signPayload(JSON.stringify(payload), password)).toBe(expected);
  });

  it("reproduces the gateway's documented example", () => {
    const example = vectors.find(({ id }) => id === "documented-example");
    const text = Buffer.from(example?.bodyBase64 ?? "", "base64").toString();
    expect(signPayload(JSON.parse(text) as object, example?.passwords[0] ?? "")).toBe(
      "5FDDA8F46411C132DCFBEE53C39BA06298CB48BC",
    );
  });

  it.each(["", undefined, null, 7])("rejects the password %j", (wrong) => {
    expect(() => signPayload(payload, wrong as string)).toThrow(/^signaturePassword is missing/);
  });
});

describe("verifySignature", () => {
  it.each(signatureVectors)("returns the verdict of vector $id", (vector) => {
    const verify = () =>
      verifySignature({
        body: Buffer.from(vector.bodyBase64 ?? "", "base64"),
        signature: vector.headers["x-signature"],
        signaturePassword: vector.passwords,
      });
    // The contents of a JSON payload are checked by the receiver.
    const isRefused = ["bad-signature", "malformed"].includes(vector.verdict);
    if (isRefused || vector.id === "signed-no-json") {
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
    const isAsSent = vector.id !== "numbers-for-texts";
    if (vector.delivered !== undefined && isAsSent) {
      expect(verified.payload).toEqual(vector.delivered);
    }
  });

  it("accepts bytes, text and a parsed body", () => {
    for (const given of [body, new Uint8Array(body), body.toString(), payload]) {
      expect(
        verifySignature({ body: given, signature, signaturePassword: password }).payload,
      ).toEqual(payload);
    }
  });

  it("matches a parsed body in canonical form", () => {
    const { matched } = verifySignature({ body: payload, signature, signaturePassword: password });
    expect(matched).toBe("canonical");
  });

  it("returns the signed payload, not its argument", () => {
    const given = { ...payload };
    const verified = verifySignature({ body: given, signature, signaturePassword: password });
    given.amount = "900.00";
    expect(verified.payload).toEqual(payload);
  });

  it("returns the index of the password", () => {
    const signaturePassword = ["another-password-of-30-characters", password];
    expect(verifySignature({ body, signature, signaturePassword }).passwordIndex).toBe(1);
  });

  it.each([[[]], [""], [["right-password-of-30-characters", ""]], [undefined]])(
    "rejects the passwords %j",
    (wrong) => {
      const signaturePassword = wrong as string[];
      const empty = createHash("sha1").update(body).digest("hex").toUpperCase();
      expect(() => verifySignature({ body, signature: empty, signaturePassword })).toThrow(
        /^signaturePassword is missing/,
      );
    },
  );

  it("rejects signed text that is not JSON", () => {
    const text = "not json";
    expect(() =>
      verifySignature({
        body: text,
        signature: signPayload(text, password),
        signaturePassword: password,
      }),
    ).toThrow(/not JSON/);
  });

  it("rejects cycles, bigints and absent signatures", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const given of [cycle, { big: 1n }, payload]) {
      expect(() =>
        verifySignature({ body: given, signature: undefined, signaturePassword: password }),
      ).toThrow(expect.objectContaining({ code: "invalid_signature" }));
      expect(() =>
        verifySignature({ body: given, signature: "A".repeat(40), signaturePassword: password }),
      ).toThrow(expect.objectContaining({ code: "invalid_signature" }));
    }
  });

  it("reads a body once for all passwords", () => {
    const parse = vi.spyOn(JSON, "parse");
    let reads = 0;
    const parsed = {
      get amount() {
        reads += 1;
        return "1.00";
      },
    };
    for (const given of ['{ "amount": "1.00" }', parsed]) {
      expect(() =>
        verifySignature({
          body: given,
          signature: "A".repeat(40),
          signaturePassword: Array.from({ length: 5 }, (_none, index) => password + index),
        }),
      ).toThrow(/does not match/);
    }
    const parses = parse.mock.calls.length;
    parse.mockRestore();
    expect([parses, reads]).toEqual([1, 1]);
  });

  describe("with a large body", () => {
    const verifyNote = (note: string, maxBodyBytes?: number) => {
      const text = JSON.stringify({ note });
      const options = { signaturePassword: password, maxBodyBytes };
      const signed = signPayload(text, password);
      return [Buffer.from(text), text, { note }].map((given) => {
        try {
          return verifySignature({ body: given, signature: signed, ...options }).matched;
        } catch (error) {
          return (error as Error).message;
        }
      });
    };
    const refused = expect.stringMatching(/^The body is larger than 65536 bytes/);

    it("accepts 65,536 bytes in every form", () => {
      expect(verifyNote("x".repeat(65_536 - 11))).toEqual(["raw", "raw", "canonical"]);
      expect(verifyNote("€".repeat(21_841))).toEqual(["raw", "raw", "canonical"]);
    });

    it("rejects one byte more in every form", () => {
      expect(verifyNote("x".repeat(65_536 - 10))).toEqual([refused, refused, refused]);
      expect(verifyNote("€".repeat(21_842))).toEqual([refused, refused, refused]);
    });

    it("accepts more with maxBodyBytes", () => {
      expect(verifyNote("x".repeat(70_000), 80_000)).toEqual(["raw", "raw", "canonical"]);
    });
  });

  describe("with a deep body", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const messageOf = (given: SignedBody, signed: string): string => {
      try {
        verifySignature({ body: given, signature: signed, signaturePassword: password });
        return "no error";
      } catch (error) {
        return (error as Error).message;
      }
    };

    it.each([
      ["64 levels", nested(64), /^no error$/],
      ["65 levels", nested(65), /nests deeper than 64 levels/],
      ["30,000 levels", nested(30_000), /nests deeper than 64 levels/],
    ])("treats %s the same in every form", (_name, text, expected) => {
      const signed = signPayload(text, password);
      for (const given of [Buffer.from(text), text, JSON.parse(text) as object]) {
        expect(messageOf(given, signed)).toMatch(expected);
      }
    });

    it("does not reserialize deep text", () => {
      const spaced = (depth: number) =>
        messageOf(` ${nested(depth)}`, signPayload(nested(depth), password));
      expect(spaced(64)).toBe("no error");
      expect(spaced(65)).toMatch(/does not match/);
    });
  });

  describe("with a wide body", () => {
    const list = (commas: number) => JSON.stringify(Array.from({ length: commas + 1 }, () => 0));
    const accepts = (text: string, signed: string): boolean => {
      try {
        const header = signPayload(signed, password);
        verifySignature({ body: text, signature: header, signaturePassword: password });
        return true;
      } catch {
        return false;
      }
    };

    it("accepts any number of raw members", () => {
      expect(accepts(list(20_000), list(20_000))).toBe(true);
    });

    it("does not reserialize more than 1000 commas", () => {
      expect(accepts(` ${list(1000)}`, list(1000))).toBe(true);
      const parse = vi.spyOn(JSON, "parse");
      expect(accepts(` ${list(1001)}`, list(1001))).toBe(false);
      expect(parse).not.toHaveBeenCalled();
      parse.mockRestore();
    });
  });

  it("does not expose the password or signature", () => {
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
