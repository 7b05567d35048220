/**
 * Every fault that the sandbox can play, with its particulars: the values that each of them is drawn from. The one
 * table from which a fault is drawn, its type is made, and a plan that comes back from a file is checked.
 */
export const faultParticulars = {
  /** The same delivery again at once, one after the other or all at the same time. */
  duplicate: { copies: span(1, 15), together: [false, true] },
  /** Held back until the next change of its transaction was told, or for so long. */
  reorder: { minutes: span(1, 60) },
  delay: { minutes: span(1, 180) },
  /** Given up without one attempt. */
  drop: {},
  /** A forgery goes first: one field changed, the signature of the honest body. */
  tamper: { field: ["amount", "currency", "user_id", "status"] },
  /** A forgery goes first: the honest body, signed with a password that is not the merchant's. */
  wrongPassword: {},
  /** The body comes in pieces, over so many real milliseconds. */
  slow: { pieces: span(2, 6), waitMs: span(2, 20) },
  /** The same payload in another serialization, under the signature of the canonical one. */
  reserialize: { serialization: ["blanks", "indented", "newline", "escapes"] },
  /** The work is done, then the connection is cut. */
  loseResponse: {},
  serverError: { phase: ["before", "after"], status: [500, 502, 503, 504] },
  /** No answer for as long as the caller waits. */
  timeout: { phase: ["before", "after"] },
  /** The status before the newest. */
  lagStatus: {},
  omitNewest: { items: span(1, 3) },
  /** A rejected deposit becomes successful after all. */
  lateSuccess: { minutes: span(1, 120) },
} as const satisfies Record<string, Record<string, readonly (string | number | boolean)[]>>;

/** The name of a fault. */
export type FaultKind = keyof typeof faultParticulars;

/** The faults that befall webhooks on their way. */
export const deliveryFaults = [
  "duplicate",
  "reorder",
  "delay",
  "drop",
  "tamper",
  "wrongPassword",
  "slow",
  "reserialize",
] as const satisfies readonly FaultKind[];

/** The faults that befall calls of the API, and what the gateway makes of a payment. */
export const apiFaults = [
  "loseResponse",
  "serverError",
  "timeout",
  "lagStatus",
  "omitNewest",
  "lateSuccess",
] as const satisfies readonly FaultKind[];

/** A fault that befalls a webhook. */
export type DeliveryFault = (typeof deliveryFaults)[number];

/** A fault that befalls a call, or a payment. */
export type ApiFault = (typeof apiFaults)[number];

type Particulars<Kind extends FaultKind> = {
  readonly [
    Name in keyof (typeof faultParticulars)[Kind]
  ]: (typeof faultParticulars)[Kind][Name] extends readonly (infer Value)[] ? Value : never;
};

/** A fault that is about to be played: what, on which subject, and on which of its attempts or calls (counted from 1). */
export type DrawnFault<Kind extends FaultKind = FaultKind> = {
  [Each in Kind]: {
    readonly kind: Each;
    readonly subject: string;
    readonly attempt: number;
  } & Particulars<Each>;
}[Kind];

/** A fault that was played, and when: ISO 8601 on the virtual clock. */
export type ChaosFault<Kind extends FaultKind = FaultKind> = {
  [Each in Kind]: { readonly at: string } & DrawnFault<Each>;
}[Kind];

/** True for the name of a fault. */
export function isFaultKind(name: unknown): name is FaultKind {
  return typeof name === "string" && Object.hasOwn(faultParticulars, name);
}

function span(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
