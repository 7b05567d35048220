import { createRedactor, escapeControls } from "@numipay/core/protocol";

/** The longest string of a result, in characters. The first that makes the result short enough applies. */
const stringLengths = [8_000, 1_000, 200];
/** The longest result as JSON, in characters. */
const maxOutputLength = 100_000;

const maxMessageLength = 4_000;

/** The variables whose values never appear in an output. */
const secretVariables = ["NUMIPAY_API_KEY", "NUMIPAY_SIGNATURE_PASSWORD"];

/** Turns results and messages into output: bounded, without secrets, and with control characters escaped. */
export interface ToOutput {
  /** The JSON of a result. Undefined if it is too long. */
  readonly json: (result: object) => string | undefined;
  readonly message: (text: string) => string;
}

/** Creates the conversion with the secrets of an environment. */
export function createOutput(env: Readonly<Record<string, string | undefined>>): ToOutput {
  const redact = createRedactor(secretVariables.map((name) => env[name] ?? ""));
  return {
    json: (result) => {
      // Before strings are shortened, because a part of a secret is not recognized.
      const redacted = redact(result);
      return stringLengths
        .map((longest) => escapeControls(JSON.stringify(shorten(redacted, longest))))
        .find((text) => text.length <= maxOutputLength);
    },
    message: (text) => escapeControls(redact(text)).slice(0, maxMessageLength),
  };
}

function shorten(value: unknown, longest: number): unknown {
  if (typeof value === "string") {
    if (value.length <= longest) return value;
    return `${value.slice(0, longest)}… (truncated: ${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map((inner) => shorten(inner, longest));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shorten(inner, longest)]),
  );
}
