import { toPrintable } from "../protocol/printable.js";

const longestQuote = 500;

/** The message in an error body, for a sentence: `message` or `error`. Neither is documented. */
export function quote(body: unknown): string {
  const { message, error }: Record<string, unknown> =
    typeof body === "object" && body !== null ? { ...body } : {};
  const sentence = [message, error].find((text) => typeof text === "string");
  // The full stop follows the quote.
  const quoted = sentence?.replace(/\.$/, "");
  return quoted === undefined ? "" : `: "${toPrintable(quoted, longestQuote)}"`;
}
