import type { FaultKind } from "../../gateway/faults.js";

/** What the page calls a fault, and what the merchant will see of it. A fault without its row does not compile. */
export const faultTexts: Readonly<
  Record<FaultKind, { readonly name: string; readonly text: string }>
> = {
  duplicate: {
    name: "Duplicate",
    text: "The same webhook again, up to 15 times, one after the other or all at once.",
  },
  reorder: {
    name: "Reorder",
    text: "A webhook is held back until the payment's next one was told.",
  },
  delay: { name: "Delay", text: "A webhook comes up to 3 hours late." },
  drop: { name: "Drop", text: "A webhook is given up without one attempt." },
  tamper: {
    name: "Tamper",
    text: "A forgery comes first: one field changed under the honest signature.",
  },
  wrongPassword: {
    name: "Wrong password",
    text: "A forgery comes first: the honest payload, signed with a foreign password.",
  },
  slow: { name: "Slow", text: "The body comes in pieces." },
  reserialize: {
    name: "Respell",
    text: "The same payload in another serialization of JSON, under the signature of the usual one.",
  },
  loseResponse: {
    name: "Lost answer",
    text: "The call is obeyed, then the connection is cut.",
  },
  serverError: {
    name: "Server error",
    text: "500, 502, 503 or 504, before the call is obeyed or after.",
  },
  timeout: { name: "Timeout", text: "No answer as long as the caller waits." },
  lagStatus: { name: "Lagging status", text: "The status before the newest." },
  omitNewest: {
    name: "Lagging list",
    text: "The newest 1 to 3 transactions are not in the list yet.",
  },
  lateSuccess: {
    name: "Late success",
    text: "A rejected deposit is successful after all, up to 2 hours later, and a webhook says so.",
  },
};
