import { isDeepStrictEqual } from "node:util";
import { tamper } from "measure";
import type { Contestant, Verify } from "./contestants.js";

/**
 * Checks that a contestant accepts a delivery, returns its payload, and rejects it when a digit of the amount was changed.
 *
 * @throws Error naming what the contestant did instead
 */
export async function checkContestant(contestant: Contestant, body: Buffer): Promise<void> {
  const verify = await contestant.sign(body);
  const payload: unknown = await verify(body);
  if (!isDeepStrictEqual(payload, JSON.parse(body.toString()))) {
    throw new Error(`${contestant.name} returns another payload than the one that was signed.`);
  }
  if (!(await rejects(verify, tamper(body)))) {
    throw new Error(`${contestant.name} accepts a tampered delivery.`);
  }
}

export async function rejects(verify: Verify, body: Buffer): Promise<boolean> {
  try {
    await verify(body);
    return false;
  } catch {
    return true;
  }
}
