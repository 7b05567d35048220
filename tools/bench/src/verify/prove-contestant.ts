// @ts-check
import type { Contestant } from "./contestants.js";
import { isDeepStrictEqual } from "node:util";
import { tamper } from "./sample-body.js";

/**
 * Throws unless the contestant accepts this delivery, hands on its payload, and refuses it when a digit of the
 * amount changed: the time of something that verifies nothing would be worth nothing.
 */
export async function proveContestant(contestant: Contestant, body: Buffer) {
  const signed = await contestant.sign(body);
  const payload = await contestant.accept(body, signed);
  if (!isDeepStrictEqual(payload, JSON.parse(body.toString()))) {
    throw new Error(`${contestant.name} hands on another payload than the one that was signed.`);
  }
  const refused = await refuses(contestant, tamper(body), signed);
  if (!refused) throw new Error(`${contestant.name} accepts a tampered delivery.`);
}

export async function refuses(contestant: Contestant, body: Buffer, signed: unknown) {
  try {
    await contestant.accept(body, signed);
    return false;
  } catch {
    return true;
  }
}
