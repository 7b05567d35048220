/**
 * Every fault that the sandbox can inject, with the possible values of its parameters. Drawing, types and the validation of
 * plans all use this table.
 */
export const faultParticulars = {
  /** Sends the delivery again at once, sequentially or in parallel. */
  duplicate: { copies: span(1, 15), together: [false, true] },
  /** Holds a delivery until the next one of its transaction was sent, or for this long. */
  reorder: { minutes: span(1, 60) },
  delay: { minutes: span(1, 180) },
  /** Skips all attempts. */
  drop: {},
  /** Sends a forgery first: one field changed under the original signature. */
  tamper: { field: ["amount", "currency", "user_id", "status"] },
  /** Sends a forgery first: the original body signed with another password. */
  wrongPassword: {},
  /** Sends the body in pieces, over this many real milliseconds. */
  slow: { pieces: span(2, 6), waitMs: span(2, 20) },
  /** Sends the payload in another JSON serialization under the canonical one's signature. */
  reserialize: { serialization: ["blanks", "indented", "newline", "escapes"] },
  /** Performs the operation, then cuts the connection. */
  loseResponse: {},
  serverError: { phase: ["before", "after"], status: [500, 502, 503, 504] },
  /** Sends no response while the caller waits. */
  timeout: { phase: ["before", "after"] },
  /** Returns the previous status. */
  lagStatus: {},
  omitNewest: { items: span(1, 3) },
  /** Makes a rejected deposit successful later. */
  lateSuccess: { minutes: span(1, 120) },
} as const satisfies Record<string, Record<string, readonly (string | number | boolean)[]>>;

/** The name of a fault. */
export type FaultKind = keyof typeof faultParticulars;

/** The faults of webhook deliveries. */
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

/** The faults of API calls, and of payments. */
export const apiFaults = [
  "loseResponse",
  "serverError",
  "timeout",
  "lagStatus",
  "omitNewest",
  "lateSuccess",
] as const satisfies readonly FaultKind[];

/** A fault of a webhook delivery. */
export type DeliveryFault = (typeof deliveryFaults)[number];

/** A fault of an API call or a payment. */
export type ApiFault = (typeof apiFaults)[number];

type Particulars<Kind extends FaultKind> = {
  readonly [
    Name in keyof (typeof faultParticulars)[Kind]
  ]: (typeof faultParticulars)[Kind][Name] extends readonly (infer Value)[] ? Value : never;
};

/** A fault to inject, on a subject and the number of its attempt or call (from 1). */
export type DrawnFault<Kind extends FaultKind = FaultKind> = {
  [Each in Kind]: {
    readonly kind: Each;
    readonly subject: string;
    readonly attempt: number;
  } & Particulars<Each>;
}[Kind];

/** An injected fault with its time: ISO 8601 on the virtual clock. */
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
