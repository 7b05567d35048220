// @ts-check
// What a careful team writes: the hash, a comparison in constant time, the parse, and a set of applied changes.
import { createHash, timingSafeEqual } from "node:crypto";
import { signaturePassword } from "../sign-delivery.js";

/** @param {import("./count-work.js").Counter} work */
export function checkByHand(work) {
  /** @type {Set<string>} */
  const applied = new Set();

  /**
   * @param {Uint8Array | undefined} body
   * @param {string | string[] | undefined} signature
   * @returns {[status: 200 | 401, outcome: { outcome: string }]}
   */
  return (body, signature) => {
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
