import { createRedactor, escapeControls, toPrintable } from "@numipay/core/protocol";
import { usageFault } from "../failure/command-failure.js";
import type { Terminal } from "./terminal.js";

/** A terminal on which neither the secrets that were read nor control characters can be printed. */
export interface GuardedTerminal extends Terminal {
  /**
   * Writes lines for a program, such as CSV, to standard output as they are: escaping them would change the data. On a terminal
   * control characters are escaped all the same.
   */
  data(text: string): Promise<void>;
  /** Cuts the hidden secrets out of a text. For a text that is shortened before it is printed: half a secret is not found. */
  redact(text: string): string;
  /** From here on the secret is cut out of all that is printed. */
  hide(secret: string): void;
}

/** Shorter ones would cut holes into ordinary words; nothing prints a secret on purpose anyway. */
const shortestHidden = 6;

const secretVariables = ["NUMIPAY_API_KEY", "NUMIPAY_SIGNATURE_PASSWORD"];

/** A sandbox's keys are no secrets, and `numipay sandbox` is there to print them. */
const sandboxPrefix = "sandbox_";

/**
 * The last line of defence: commands do not print secrets, but a gateway's error page or a merchant's own endpoint may
 * repeat what it knows, and its answer is shown.
 */
export function guardTerminal(terminal: Terminal): GuardedTerminal {
  const secrets = new Set<string>();
  let cut = (text: string): string => text;
  let hasReadStdin = false;
  const hide = (secret: string): void => {
    if (secret.length < shortestHidden || secret.startsWith(sandboxPrefix)) return;
    secrets.add(secret);
    cut = createRedactor([...secrets]);
  };
  // Whether this command reads them or not: an endpoint's error page may know them all.
  for (const name of secretVariables) hide(terminal.env[name] ?? "");
  return {
    ...terminal,
    hide,
    readStdin() {
      // Two options that both say "-": the second would find nothing, and sign or send that.
      if (hasReadStdin) {
        throw usageFault("Standard input can be read once: give one of the two as a file.");
      }
      hasReadStdin = true;
      return terminal.readStdin();
    },
    // A JSON document parses to the same value with its control characters escaped.
    out: (text) => terminal.out(escapeControls(cut(text))),
    data: (text) => terminal.out(terminal.isStdoutTty ? escapeControls(cut(text)) : cut(text)),
    err: (text) => terminal.err(escapeControls(cut(text))),
    redraw: (line) => terminal.redraw(toPrintable(cut(line), Infinity)),
    redact: (text) => cut(text),
  };
}
