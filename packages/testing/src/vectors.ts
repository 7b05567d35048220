import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SignedForm, Transaction } from "@numipay/core";

/** What a receiver must make of a delivery. */
export type Verdict = "accept" | "unreadable" | "bad-signature" | "malformed" | "too-large";

/** One delivery with the verdict it must get. */
export interface Vector {
  id: string;
  /** What it is there to catch. */
  why: string;
  /** The passwords that the receiver is given. */
  passwords: string[];
  headers: Record<string, string>;
  bodyBase64?: string;
  /** A text and how many times it stands in the body. */
  bodyRepeat?: { text: string; count: number };
  verdict: Verdict;
  /** Which form carries the signature, where it is accepted. */
  matched?: SignedForm;
  passwordIndex?: number;
  /** The payload that handlers must get, where it is not plainly the body. */
  delivered?: Transaction;
}

/** The HTTP status of each verdict, for a webhook with its default inbox. */
export const verdictStatus: Readonly<Record<Verdict, number>> = {
  accept: 200,
  // Kept in memory alone, so that it must come again.
  unreadable: 503,
  "bad-signature": 401,
  malformed: 400,
  "too-large": 413,
};

const file = createRequire(import.meta.url).resolve("@numipay/core/contract/vectors.json");

/** The deliveries of the contract, good and hostile. */
export const vectors: readonly Vector[] = (
  JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] }
).vectors;

/** A vector's body as it goes on the wire. */
export function vectorBody(vector: Vector): Uint8Array {
  if (vector.bodyRepeat === undefined) return Buffer.from(vector.bodyBase64 ?? "", "base64");
  return Buffer.from(vector.bodyRepeat.text.repeat(vector.bodyRepeat.count));
}
