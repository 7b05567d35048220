// @ts-check
// What a careful team writes: the hash, a comparison in constant time, the parse, and a set of applied changes.
import type { Counter } from "./count-work.js";
import { createHash, timingSafeEqual } from "node:crypto";
import { signaturePassword } from "../sign-delivery.js";

export function checkByHand(work: Counter) {
  const applied: Set<string> = new Set();

  return (
    body: Uint8Array | undefined,
    signature: string | string[] | undefined,
  ): [status: 200 | 401, outcome: { outcome: string }] => {
    const given = Buffer.from(typeof signature === "string" ? signature : "", "hex");
    const expected = createHash("sha1")
      .update(body ?? "")
      .update(signaturePassword)
      .digest();
    if (body === undefined || given.length !== expected.length || !timingSafeEqual(given, expected))
      return [401, { outcome: "bad-signature" }];
    const payload = JSON.parse(Buffer.from(body).toString());
    const change = `${payload.transaction_type}:${payload.transaction_id}:${payload.status}`;
    work.claim();
    if (applied.has(change)) return [200, { outcome: "duplicate" }];
    applied.add(change);
    work.handle(payload.transaction_id);
    return [200, { outcome: "processed" }];
  };
}
