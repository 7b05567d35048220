import type { Terminal } from "./terminal.js";

/** A terminal on which the secrets that were read cannot be printed. */
export interface GuardedTerminal extends Terminal {
  /** From here on the secret is cut out of all that is printed. */
  hide(secret: string): void;
}

const mark = "[redacted]";

/** Shorter ones would cut holes into ordinary words; nothing prints a secret on purpose anyway. */
const shortestHidden = 6;

/**
 * The last line of defence: commands do not print secrets, but a gateway's error page or a merchant's own endpoint may
 * repeat what it knows, and its answer is shown.
 */
export function guardTerminal(terminal: Terminal): GuardedTerminal {
  const spellings = new Set<string>();
  const cut = (text: string): string => {
    let left = text;
    for (const spelling of spellings) left = left.replaceAll(spelling, mark);
    return left;
  };
  return {
    ...terminal,
    hide(secret) {
      if (secret.length < shortestHidden) return;
      spellings.add(secret);
      spellings.add(JSON.stringify(secret).slice(1, -1));
      // Half a surrogate pair cannot be written into an address, so no address repeats it.
      if (!/\p{Cs}/u.test(secret)) spellings.add(encodeURIComponent(secret));
    },
    out: (text) => terminal.out(cut(text)),
    err: (text) => terminal.err(cut(text)),
  };
}
