import { algorithms } from "./algorithm-candidates.js";
import { bodyCandidates, reorderedCandidates } from "./body-candidates.js";
import type { Candidate, Deviation } from "./deviation.js";
import { passwordCandidates } from "./signature-candidates.js";

/** More differences at once than this are no explanation, but a coincidence of the search. */
const mostDeviations = 4;

/** Looks for the fewest differences under which the signature matches. `hex` is in upper case. */
export function findMatch(given: {
  body: Uint8Array;
  password: string;
  hex: string;
  /** In the order in which they are documented. */
  fields: readonly string[];
}): {
  match: Deviation[] | undefined;
  tried: number;
} {
  const { body, password, hex, fields } = given;
  const bodies = bodyCandidates(body, fields);
  const passwords = passwordCandidates(password);
  let tried = 0;
  for (let count = 0; count <= mostDeviations; count += 1) {
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
  // Last, because there are thousands: every order of the fields, under the password as it is.
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
