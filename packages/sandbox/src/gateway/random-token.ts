import { createHmac } from "node:crypto";

const lettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Derives a token from a seed and a name. The same two always give the same token, so there is no generator state to store,
 * and a sandbox that resumes from its file continues the same sequence.
 *
 * @param alphabet the characters of the token. Defaults to lower-case letters and digits
 */
export function randomToken(
  seed: string,
  name: string,
  length: number,
  alphabet = lettersAndDigits,
): string {
  // The largest multiple of the alphabet's length in a byte. Higher values would favor the first characters.
  const fair = 256 - (256 % alphabet.length);
  let token = "";
  for (let block = 0; token.length < length; block += 1) {
    for (const byte of createHmac("sha256", seed).update(`${name}:${block}`).digest()) {
      if (byte < fair && token.length < length) token += alphabet.charAt(byte % alphabet.length);
    }
  }
  return token;
}
