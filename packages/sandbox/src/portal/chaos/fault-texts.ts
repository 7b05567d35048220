import type { FaultKind } from "../../gateway/faults.js";

/** The name of each fault, and its effect for the merchant. */
export const faultTexts: Readonly<
  Record<FaultKind, { readonly name: string; readonly text: string }>
> = {
  duplicate: {
    name: "Duplicate",
    text: "Sends the same webhook up to 15 more times, one after the other or all at once.",
  },
  reorder: {
    name: "Reorder",
    text: "Holds a webhook back until the payment's next one was sent.",
  },
  delay: { name: "Delay", text: "Sends a webhook up to 3 hours late." },
  drop: { name: "Drop", text: "Never sends a webhook." },
  tamper: {
    name: "Tamper",
    text: "Sends a forgery first: one field changed under the original signature.",
  },
  wrongPassword: {
    name: "Wrong password",
    text: "Sends a forgery first: the original payload, signed with another password.",
  },
  slow: { name: "Slow", text: "Sends the body in pieces." },
  reserialize: {
    name: "Reserialize",
    text: "Sends the payload in another JSON serialization, under the signature of the usual one.",
  },
  loseResponse: {
    name: "Lost response",
    text: "Processes the call, then cuts the connection.",
  },
  serverError: {
    name: "Server error",
    text: "Responds with 500, 502, 503 or 504, before or after processing the call.",
  },
  timeout: { name: "Timeout", text: "Sends no response until the caller times out." },
  lagStatus: { name: "Lagging status", text: "Returns the previous status." },
  omitNewest: {
    name: "Lagging list",
    text: "Leaves the newest 1 to 3 transactions out of the list.",
  },
  lateSuccess: {
    name: "Late success",
    text: "Makes a rejected deposit successful up to 2 hours later, with a webhook.",
  },
};
