import type { Claim } from "@numipay/core";
import { unescapeText } from "./escape-text.js";

type State = Claim<undefined>["state"];

/** Parses the claim script's reply. `number` is the fencing token, or the time of a conflict. */
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
      contradicts: contradicts === "" ? undefined : unescapeText(contradicts),
    };
  }
  // Clients can be configured to return integers as strings.
  const token = Number(reply);
  return { state: token > 0 ? "new" : toState(reply), number: token, contradicts: undefined };
}

/** Throws on an empty reply, so that no change is granted by mistake. */
function toState(reply: unknown): State {
  return (reply as string | Buffer).toString() as State;
}

/** Parses the claim script's reply to a peek, which also reports unhandled records. */
export function readPeek(reply: unknown): State | "unhandled" {
  return String(reply) === "unhandled" ? "unhandled" : readClaim(reply).state;
}
