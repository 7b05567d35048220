import { randomBytes } from "node:crypto";

/**
 * Creates ids that are unique across processes. Random bytes are generated once, because generating them per call would be the
 * slowest part of the call.
 */
export function createCallIds(): () => string {
  const process = randomBytes(9).toString("base64url");
  let calls = 0;
  return () => {
    calls += 1;
    return process + calls.toString(36);
  };
}
