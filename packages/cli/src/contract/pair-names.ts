import { wordsOf } from "./words-of.js";

/** A field of ours, and its counterpart. */
export interface Pair<Own, Their> {
  readonly own: Own;
  readonly their: Their;
  /** True if the names only share words. */
  readonly isGuess: boolean;
}

/** Two lists of fields, matched by name. */
export interface Paired<Own, Their> {
  readonly pairs: readonly Pair<Own, Their>[];
  readonly missing: readonly Own[];
  readonly unknown: readonly Their[];
}

interface Ours {
  readonly field: string;
  readonly name: string;
  readonly isRequired: boolean;
}

/**
 * Matches our fields with theirs: by name, by letters (`provider_id`, `providerId`), and, for required fields, by words
 * (`url`, `redirect_url`). An amount is never guessed.
 */
export function pairNames<Own extends Ours, Their extends { readonly name: string }>(
  ours: readonly Own[],
  theirs: readonly Their[],
): Paired<Own, Their> {
  const left = new Set(theirs);
  const pairs = new Map<Own, Pair<Own, Their>>();
  const pairBy = (isSame: (own: Own, their: Their) => boolean, isGuess: boolean): void => {
    const open = ours.filter((own) => !pairs.has(own));
    const candidates = [...left];
    for (const own of open) {
      const [their, another] = candidates.filter((one) => isSame(own, one));
      // Two candidates are ambiguous, so neither is used.
      if (their === undefined || another !== undefined || !left.has(their)) continue;
      if (open.some((other) => other !== own && isSame(other, their))) continue;
      left.delete(their);
      pairs.set(own, { own, their, isGuess });
    }
  };
  pairBy((own, their) => own.name === their.name, false);
  pairBy((own, their) => lettersOf(own.field) === lettersOf(their.name), false);
  pairBy(hasSameWords, true);
  return {
    pairs: ours.flatMap((own) => pairs.get(own) ?? []),
    missing: ours.filter((own) => !pairs.has(own)),
    unknown: theirs.filter((their) => left.has(their)),
  };
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function hasSameWords({ field, isRequired }: Ours, { name }: { readonly name: string }): boolean {
  if (field === "amount" || (!isRequired && field !== "from" && field !== "to")) return false;
  const [own, other] = [[...wordsOf(field)], [...wordsOf(name, sides)]];
  return own.every((word) => other.includes(word)) || other.every((word) => own.includes(word));
}

/** Synonyms for the ends of a range. */
const sides: Record<string, string> = {
  start: "from",
  since: "from",
  begin: "from",
  after: "from",
  end: "to",
  until: "to",
  before: "to",
};
