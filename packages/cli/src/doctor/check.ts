import type { Order } from "./orders.js";
import type { PostResponse, PostRequest } from "./post.js";
import type { Booking } from "./bookings.js";

/** What a check came to. Only `failed` makes the command fail; `not-checked` is never counted as passed. */
export type Verdict = "passed" | "warned" | "failed" | "not-checked";

/** The sections of a scorecard, in order. */
export const groups = [
  "Genuine deliveries",
  "Forgeries",
  "Garbage",
  "Repetitions and order",
  "Books",
] as const;

export type Group = (typeof groups)[number];

/** What a play saw. */
export interface Observation {
  verdict: Verdict;
  seen: string;
}

/** What must hold before a check means anything. */
export type Need =
  /** Genuine deliveries are accepted. */
  | "genuine"
  /** A field that the documentation does not list is accepted. */
  | "extra-field"
  /** The merchant's books can be read, and hold orders that may be paid. */
  | "books";

/** One thing that an endpoint must do. */
export interface Check {
  /** Stable: for `--skip`, and for whoever reads the report with a program. */
  id: string;
  group: Group;
  title: string;
  sent: string;
  expected: string;
  /** Why it matters, in money. */
  why: string;
  /** What to change. */
  advice: Advice;
  needs?: readonly Need[];
  play: (visit: DoctorSession) => Promise<Observation> | Observation;
}

/** What to change, and how that is done in a framework. */
export interface Advice {
  change: string;
  hints?: Readonly<Partial<Record<Framework, string>>>;
}

export type Framework = "Express" | "Koa" | "Nest" | "Fastify";

/** How a delivery differs from the gateway's usual one. */
export interface DeliveryOptions {
  /** The text that is signed. Defaults to the compact JSON of the payload, as the gateway writes it. */
  signed?: string;
  /** The text that is sent; what is signed where not given. */
  sent?: string;
  headers?: PostRequest["headers"];
}

/** What the plays of one examination share. */
export interface DoctorSession {
  post: (request: PostRequest) => Promise<PostResponse>;
  /** Signs and posts a genuine delivery of a payload in the library's names. */
  deliver: (payload: object, options?: DeliveryOptions) => Promise<PostResponse>;
  /** The JSON of a payload as the gateway writes it. */
  write: (payload: object, indent?: number) => string;
  /** Fields of a payload as the gateway writes them, without the braces around them. */
  writeMembers: (fields: object) => string;
  /** The header with the signature. */
  signatureHeader: string;
  /** The signature of a text, in upper-case hex. */
  sign: (text: string) => string;
  signaturePassword: string;
  /** An order that was not used before. */
  newOrder: () => Promise<Order>;
  /** One order for all forgeries: nothing of it may ever be booked. */
  forgedOrder: () => Promise<Order>;
  /** A fresh id as the gateway makes them. */
  newTransactionId: () => string;
  /** Notes what the books must hold of an order. */
  expectBooked: (booking: Omit<Booking, "checkId">) => void;
  bookings: readonly Booking[];
  /** What the books hold beyond what they held before; undefined without a ledger. */
  booked: BookedSince | undefined;
  /** The slowest answer to a delivery that was accepted, in milliseconds. */
  slowestMs: number;
  /** Real time, or a test's. */
  wait: (ms: number) => Promise<void>;
  verdictOf: (id: string) => Verdict | undefined;
}

/** What came into the books since the examination began. */
export interface BookedSince {
  /** Of an order: decimal amounts by currency. Empty where nothing came in. */
  of: (trackingId: string) => ReadonlyMap<string, string>;
}

/** A check with what it came to. */
export interface CheckResult extends Omit<Check, "play" | "needs"> {
  verdict: Verdict;
  seen: string;
}
