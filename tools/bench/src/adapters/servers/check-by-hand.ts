// @ts-check
// What a careful team writes by hand: the hash, a comparison that does not leak, the parse, and a set of what was done.
// It lacks all that an adapter does beyond that; it is the floor.
import { createHash, timingSafeEqual } from "node:crypto";
import { signaturePassword } from "../sign-deliveries.js";

const done: Set<string> = new Set();
let handled = 0;

/** How many changes were handled. */
export const countHandled = () => handled;

export function checkByHand(
  body: Buffer,
  signature: string | string[] | undefined,
): [status: number, outcome: { outcome: string }] {
  const given = Buffer.from(typeof signature === "string" ? signature : "", "hex");
  const expected = createHash("sha1").update(body).update(signaturePassword).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return [401, { outcome: "bad-signature" }];
  }
  const payload = JSON.parse(body.toString());
  const change = `${payload.transaction_type}:${payload.transaction_id}:${payload.status}`;
  if (done.has(change)) return [200, { outcome: "duplicate" }];
  handled += 1;
  done.add(change);
  return [200, { outcome: "processed" }];
}
