import { algorithms } from "./algorithm-candidates.js";
import { bodyCandidates, reorderedCandidates } from "./body-candidates.js";
import type { Candidate, Deviation } from "./deviation.js";
import { passwordCandidates } from "./signature-candidates.js";

/** More differences than this are not a plausible explanation. */
const maxDeviations = 4;

/** Finds the fewest differences with which the signature matches. `hex` is in upper case. */
export function findMatch(given: {
  body: Uint8Array;
  password: string;
  hex: string;
  /** In documented order. */
  fields: readonly string[];
}): {
  match: Deviation[] | undefined;
  tried: number;
} {
  const { body, password, hex, fields } = given;
  const bodies = bodyCandidates(body, fields);
  const passwords = passwordCandidates(password);
  let tried = 0;
  for (let count = 0; count <= maxDeviations; count += 1) {
    for (const algorithm of algorithms) {
      for (const secret of passwords) {
        const left = count - algorithm.deviations.length - secret.deviations.length;
        for (const text of withDeviations(bodies, left)) {
          tried += 1;
          if (algorithm.value(text.value, secret.value) === hex) {
            return { match: merge(secret, text, algorithm), tried };
          }
        }
      }
    }
  }
  // Last, because there are thousands: every order of the fields, with the given password.
  const [sign] = algorithms;
  for (const text of reorderedCandidates(body)) {
    tried += 1;
    if (sign?.value(text.value, password) === hex) return { match: [...text.deviations], tried };
  }
  return { match: undefined, tried };
}

function withDeviations(
  candidates: readonly Candidate<string>[],
  count: number,
): Candidate<string>[] {
  return candidates.filter(({ deviations }) => deviations.length === count);
}

function merge(...candidates: Candidate<unknown>[]): Deviation[] {
  return candidates.flatMap(({ deviations }) => deviations);
}
