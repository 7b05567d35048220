import type { Operation } from "../protocol/contract/contract.js";

/** One call, its arguments checked. */
export interface Call {
  operation: Operation;
  /** The merchant's id of the transaction, where the call names it. */
  tracking_id?: string | undefined;
  /** By the library's names, checked. */
  fields: Readonly<Record<string, unknown>>;
  /** Values of the fields that no error may show. */
  secrets?: readonly string[] | undefined;
  /** The caller's, to give up early. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call. */
  timeoutMs: number;
}

/** What the gateway said yes with. */
export interface Answer {
  status: number;
  /** In the library's names; undefined where there is no body, or it does not have what the contract says. */
  body: unknown;
  /** The body without the secrets of the request, in the gateway's names, for errors. */
  show: () => unknown;
}

/** The request left, or may have left, and what became of it is not known. Only `post-once` catches it. */
export class UnansweredError extends Error {
  readonly aborted: boolean;

  constructor(reason: string, aborted = false) {
    super(reason);
    this.name = "UnansweredError";
    this.aborted = aborted;
  }
}
