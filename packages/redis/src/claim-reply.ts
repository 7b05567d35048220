import type { Claim } from "@numipay/core";
import { fromPlainText } from "./plain-text.js";

type State = Claim<undefined>["state"];

/** What the script of a claim says: a fence, or the time of a conflict, and the final status that is contradicted. */
export function readClaim(reply: unknown): {
  state: State;
  number: number;
  contradicts: string | undefined;
} {
  if (Array.isArray(reply)) {
    const [state, number, contradicts = ""] = reply.map(String);
    return {
      state: toState(state),
      number: Number(number),
      contradicts: contradicts === "" ? undefined : fromPlainText(contradicts),
    };
  }
  // Clients can be set to hand out integers as text.
  const fence = Number(reply);
  return { state: fence > 0 ? "new" : toState(reply), number: fence, contradicts: undefined };
}

/** Throws where a client hands out nothing: that lets no change through. */
function toState(reply: unknown): State {
  return (reply as string | Buffer).toString() as State;
}

/** What the script says where it only looks: a record that is unhandled is told apart there. */
export function readLook(reply: unknown): State | "unhandled" {
  return String(reply) === "unhandled" ? "unhandled" : readClaim(reply).state;
}
