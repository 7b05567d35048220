import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SignedForm, Transaction } from "@numipay/core";

/** The result that a delivery must get. */
export type Verdict = "accept" | "unreadable" | "bad-signature" | "malformed" | "too-large";

/** A delivery and its expected verdict. */
export interface Vector {
  id: string;
  /** What the vector checks. */
  why: string;
  /** The receiver's signature passwords. */
  passwords: string[];
  headers: Record<string, string>;
  bodyBase64?: string;
  /** A body of one text, repeated. */
  bodyRepeat?: { text: string; count: number };
  verdict: Verdict;
  /** The signed form, for accepted deliveries. */
  matched?: SignedForm;
  passwordIndex?: number;
  /** The payload that handlers must receive. Defaults to the parsed body. */
  delivered?: Transaction;
}

/** The HTTP status of each verdict, for a webhook with the default inbox. */
export const verdictStatus: Readonly<Record<Verdict, number>> = {
  accept: 200,
  // The default inbox keeps it only in memory, so the gateway must retry.
  unreadable: 503,
  "bad-signature": 401,
  malformed: 400,
  "too-large": 413,
};

/** The contract's test vectors: valid and hostile deliveries. */
export const vectors: readonly Vector[] = /* @__PURE__ */ readVectors();

function readVectors(): Vector[] {
  const file = createRequire(import.meta.url).resolve("@numipay/core/contract/vectors.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] }).vectors;
}

/** A vector's body as bytes. */
export function vectorBody(vector: Vector): Uint8Array {
  if (vector.bodyRepeat === undefined) return Buffer.from(vector.bodyBase64 ?? "", "base64");
  return Buffer.from(vector.bodyRepeat.text.repeat(vector.bodyRepeat.count));
}
