import { createHmac } from "node:crypto";

const lettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Draws the token of a name from a seed: the same two always give the same token, so there is no state of a random
 * generator to store, and a sandbox that resumes from its file goes on drawing as if it had never stopped.
 *
 * @param alphabet the characters of the token. Defaults to small letters and digits
 */
export function randomToken(
  seed: string,
  name: string,
  length: number,
  alphabet = lettersAndDigits,
): string {
  // The largest multiple of the alphabet's length in a byte: what lies above would favour the first characters.
  const fair = 256 - (256 % alphabet.length);
  let token = "";
  for (let block = 0; token.length < length; block += 1) {
    for (const byte of createHmac("sha256", seed).update(`${name}:${block}`).digest()) {
      if (byte < fair && token.length < length) token += alphabet.charAt(byte % alphabet.length);
    }
  }
  return token;
}
