import type { OperationId } from "./settings.js";

/** One call, its arguments checked. */
export interface Call {
  operation: OperationId;
  /** Fills `{id}` in the path. */
  id?: string;
  /** The merchant's id of the transaction, where the call names it. */
  tracking_id?: string | undefined;
  query?: Record<string, string>;
  body?: object;
  /** Values of the body that no error may show. */
  secrets?: readonly string[] | undefined;
  /** The caller's, to give up early. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call. */
  timeoutMs: number;
}

/** What the gateway said yes with. */
export interface Answer {
  status: number;
  body: unknown;
  /** The body without the secrets of the request, for errors. */
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
