import { diag } from "@opentelemetry/api";
import { toPrintable } from "@numipay/core/protocol";

/** Runs something whose errors must not affect a payment. */
export type Contain = <Result>(work: () => Result) => Result | undefined;

/**
 * Returns a function that runs code of the SDK, such as a sampler or a span processor, and reports the first error to the `diag`
 * logger. Node reports an error of a subscriber as an uncaught exception, which ends the process.
 */
export function createContain(): Contain {
  let hasReported = false;
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (!hasReported) {
        hasReported = true;
        report(error);
      }
      return undefined;
    }
  };
}

function report(error: unknown): void {
  try {
    diag.error(
      `@numipay/opentelemetry: the OpenTelemetry SDK threw an error. Payments are not affected; spans or metrics may be missing. Reported once. ${toPrintable(error)}`,
    );
  } catch {
    // The logger itself throws, so there is nowhere to report to.
  }
}
