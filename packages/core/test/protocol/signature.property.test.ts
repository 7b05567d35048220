import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signPayload, verifySignature } from "../../src/protocol/signature.js";

const password = "a-signature-password-of-30-chars";
const runs = 100_000;

const transaction = fc.record(
  {
    transaction_id: fc.string({ minLength: 1 }),
    user_id: fc.string(),
    tracking_id: fc.string({ unit: "grapheme" }),
    status: fc.constantFrom("pending", "successful", "rejected", "expired"),
    currency: fc.constantFrom("EUR", "GBP"),
    amount: fc.constantFrom("200.00", "0.10", "1e3"),
    transaction_type: fc.constantFrom("deposit", "withdrawal"),
    extra: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ["transaction_id", "status", "amount"] },
);

type Edit = (bytes: number[], at: number, byte: number) => number[];

const insert =
  (...what: number[]): Edit =>
  (bytes, at) => [...bytes.slice(0, at), ...what, ...bytes.slice(at)];

/** Accidental and deliberate changes of a body; `at` is an index in the body. */
const edits: Record<string, Edit> = {
  nothing: (bytes) => bytes,
  "set a byte": (bytes, at, byte) => bytes.with(at, byte),
  "flip a bit": (bytes, at, byte) => bytes.with(at, (bytes[at] as number) ^ (1 << (byte % 8))),
  "insert a byte": (bytes, at, byte) => insert(byte)(bytes, at, byte),
  "insert a space": insert(0x20),
  "append a space": (bytes) => [...bytes, 0x20],
  "prepend a newline": (bytes) => [0x0a, ...bytes],
  "prepend a byte order mark": (bytes) => [0xef, 0xbb, 0xbf, ...bytes],
  "drop a byte": (bytes, at) => bytes.toSpliced(at, 1),
  truncate: (bytes, at) => bytes.slice(0, at),
  "repeat the body": (bytes) => [...bytes, ...bytes],
  "repeat the end": (bytes, at) => [...bytes, ...bytes.slice(at)],
  "add a key before": (bytes) => [...Buffer.from('{"status":"successful",'), ...bytes.slice(1)],
  "add a key after": (bytes) => [...bytes.slice(0, -1), ...Buffer.from(',"amount":"900.00"}')],
  "swap neighbours": (bytes, at) => {
    const other = (at + 1) % bytes.length;
    return bytes.with(at, bytes[other] as number).with(other, bytes[at] as number);
  },
  "escape a character": (bytes, at) => {
    const code = bytes[at] as number;
    if (code < 0x23 || code > 0x7e || code === 0x5c) return bytes;
    return bytes.toSpliced(at, 1, ...Buffer.from(`\\u${code.toString(16).padStart(4, "0")}`));
  },
};

/** Changes of the header. */
const headerEdits: Record<string, (signature: string, at: number) => string> = {
  nothing: (signature) => signature,
  "lower case": (signature) => signature.toLowerCase(),
  "another digit": (signature, at) =>
    signature.slice(0, at % 40) + "0" + signature.slice((at % 40) + 1),
  twice: (signature) => `${signature}, ${signature}`,
  blank: (signature) => ` ${signature}`,
};

describe("verifySignature", () => {
  it(`accepts none of ${runs} deliveries with changed content`, { timeout: 120_000 }, () => {
    let accepted = 0;
    let rejected = 0;
    fc.assert(
      fc.property(
        transaction,
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat(), fc.nat(255)), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.oneof(
          { weight: 5, arbitrary: fc.constant("nothing") },
          fc.constantFrom(...Object.keys(headerEdits)),
        ),
        fc.nat(),
        (payload, steps, headerEdit, headerAt) => {
          const text = JSON.stringify(payload);
          const signature = signPayload(text, password);
          const mutated = steps.reduce<number[]>(
            (bytes, [edit, at, byte]) =>
              bytes.length === 0 ? bytes : (edits[edit] as Edit)(bytes, at % bytes.length, byte),
            [...Buffer.from(text)],
          );
          const header = headerEdits[headerEdit]?.(signature, headerAt);
          const verified = tryToVerify(Buffer.from(mutated), header);
          if (verified === undefined) rejected += 1;
          else accepted += 1;
          // Compared as text, which includes key order, -0 and an own __proto__.
          return verified === undefined || JSON.stringify(verified.payload) === text;
        },
      ),
      { numRuns: runs },
    );
    // Both must occur, or a verifier that rejects everything would pass.
    expect(accepted).toBeGreaterThan(runs / 100);
    expect(rejected).toBeGreaterThan(runs / 10);
  });
});

function tryToVerify(
  body: Uint8Array,
  signature: string | undefined,
): { payload: unknown } | undefined {
  try {
    return verifySignature({ body, signature, signaturePassword: password });
  } catch {
    return undefined;
  }
}
