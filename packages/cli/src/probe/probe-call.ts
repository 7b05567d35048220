import type { OperationId } from "@numipay/core/protocol";

/** A call of the probe, known before anything is sent. */
export interface ProbeCall {
  /** Unique in a run, such as `hosted-again`. */
  readonly name: string;
  readonly operation: OperationId;
  /** In the library's names. */
  readonly fields: Readonly<Record<string, string>>;
  /** What it finds out, without a full stop. */
  readonly purpose: string;
  /** Sends no API key. */
  readonly withoutKey?: boolean;
  /** Repeats the call while the response is 404. */
  readonly untilFound?: boolean;
}
