import { createRedactor } from "../protocol/redact.js";

/** Creates a function that finds any of the secrets in a value, in any encoding. */
export function createHasSecret(secrets: readonly string[]): (value: unknown) => boolean {
  const redact = createRedactor(secrets);
  return (value) => JSON.stringify(redact(value)) !== JSON.stringify(value);
}
