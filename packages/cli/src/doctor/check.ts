import type { Order } from "./orders.js";
import type { PostResponse, PostRequest } from "./post.js";
import type { LedgerExpectation } from "./ledger-expectation.js";

/** The result of a check. Only `failed` makes the command fail; `not-checked` never counts as passed. */
export type Verdict = "passed" | "warned" | "failed" | "not-checked";

/** The sections of the scorecard, in order. */
export const groups = [
  "Genuine deliveries",
  "Forged deliveries",
  "Malformed requests",
  "Duplicates and ordering",
  "Ledger",
] as const;

export type Group = (typeof groups)[number];

/** What a check observed. */
export interface Observation {
  verdict: Verdict;
  observed: string;
  /** What to change, if the responses show more than the check's own advice. */
  advice?: Advice;
  /** The responses, to find out whether they came from the webhook. */
  responses?: readonly PostResponse[];
}

/** A precondition of a check. */
export type Need =
  /** Genuine deliveries are accepted. */
  | "genuine"
  /** An undocumented field is accepted. */
  | "extra-field"
  /** The merchant's ledger can be read, and there are orders that may be paid. */
  | "ledger";

/** One requirement of an endpoint. */
export interface Check {
  /** Stable: used by `--skip` and in the JSON report. */
  id: string;
  group: Group;
  /** What the endpoint does, such as "accepts only POST". */
  title: string;
  sent: string;
  expected: string;
  /** The cost of a failure. */
  why: string;
  advice: Advice;
  needs?: readonly Need[];
  run: (session: DoctorSession) => Promise<Observation> | Observation;
}

/** What to change, in general and in each framework. */
export interface Advice {
  change: string;
  hints?: Readonly<Partial<Record<Framework, string>>>;
}

export type Framework = "Express" | "Koa" | "Nest" | "Fastify";

/** How a delivery differs from the gateway's usual format. */
export interface DeliveryOptions {
  /** The text that is signed. Defaults to the compact JSON of the payload, as the gateway writes it. */
  signed?: string;
  /** The text that is sent. Defaults to `signed`. */
  sent?: string;
  headers?: PostRequest["headers"];
}

/** What the checks of one run share. */
export interface DoctorSession {
  post: (request: PostRequest) => Promise<PostResponse>;
  /** Signs and posts a genuine delivery. The payload uses the library's field names. */
  deliver: (payload: object, options?: DeliveryOptions) => Promise<PostResponse>;
  /** The JSON of a payload as the gateway writes it. */
  write: (payload: object, indent?: number) => string;
  /** Fields of a payload as the gateway writes them, without the braces around them. */
  writeMembers: (fields: object) => string;
  /** The name of the signature header. */
  signatureHeader: string;
  /** The signature of a text, in upper-case hex. */
  sign: (text: string) => string;
  signaturePassword: string;
  /** Returns an order that was not used before. */
  newOrder: () => Promise<Order>;
  /** Returns the one order of all forged deliveries. It must never be credited. */
  forgedOrder: () => Promise<Order>;
  newTransactionId: () => string;
  /** Records what the ledger must contain for an order. */
  expectInLedger: (expectation: Omit<LedgerExpectation, "checkId">) => void;
  expectations: readonly LedgerExpectation[];
  /** The credits since the run began. Undefined without a ledger. */
  credits: CreditTotals | undefined;
  /** The slowest response to an accepted delivery, in milliseconds. */
  slowestMs: number;
  wait: (ms: number) => Promise<void>;
  verdictOf: (id: string) => Verdict | undefined;
  /** What to change after a response that does not depend on the signature. Undefined if it may depend on it. */
  diagnose: (response: PostResponse) => Advice | undefined;
  /** What keeps every delivery from the webhook, as the check of a genuine delivery found out. */
  blocker: Advice | undefined;
}

/** What was credited since the run began. */
export interface CreditTotals {
  /** The decimal amounts of an order, by currency. Empty if nothing was credited. */
  of: (trackingId: string) => ReadonlyMap<string, string>;
}

/** A check with its result. */
export interface CheckResult extends Omit<Check, "run" | "needs"> {
  verdict: Verdict;
  observed: string;
}
