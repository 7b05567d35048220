import type { TracedError } from "./traced-error.js";

/** What the messages of all channels have. One object per operation: every event of it publishes the same one. */
export interface TraceMessage {
  /**
   * Set by a subscriber of `start`: called with a function that runs the operation, inside which it can activate a context of its
   * own, such as with `context.with` of OpenTelemetry. A subscriber that finds one already set must call it inside its own. An
   * error in it does not affect the operation, which runs once in any case.
   */
  around?: (<Result>(run: () => Result) => Result) | undefined;
  /** Set before `error`, if the operation failed: the name and the code of its error. */
  readonly error?: TracedError | undefined;
}

/** A message as its publisher sees it. */
export type Writable<Message> = { -readonly [Field in keyof Message]: Message[Field] };
