import { createRedactor, escapeControls, toPrintable } from "@numipay/core/protocol";
import { usageError } from "../failure/command-failure.js";
import type { Block } from "../text/block.js";
import { render } from "../text/render.js";
import { type Screen, toScreen } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** A terminal that redacts secrets and escapes control characters. */
export interface GuardedTerminal extends Terminal {
  /** Writes text to standard output, wrapped at its width. Colors are added if it is a terminal. */
  print(...blocks: readonly Block[]): Promise<void>;
  /** Like `print`, to standard error: notes, warnings and errors. */
  note(...blocks: readonly Block[]): void;
  /** The screens of standard output and standard error. */
  screenOf(stream: "stdout" | "stderr"): Screen;
  /**
   * Writes data for a program, such as CSV, to standard output. Control characters are only escaped if standard output is
   * a terminal, because escaping changes the data.
   */
  data(text: string): Promise<void>;
  /** Redacts a text. Needed before a text is truncated, because a partial secret is not recognized. */
  redact(text: string): string;
  /** Redacts the secret in all later output. */
  hide(secret: string): void;
}

/** Shorter secrets could match ordinary words. */
const minSecretLength = 6;

const secretVariables = ["NUMIPAY_API_KEY", "NUMIPAY_SIGNATURE_PASSWORD"];

/** A sandbox's keys are not secret, and `numipay sandbox` prints them. */
const sandboxPrefix = "sandbox_";

/**
 * The last line of defense. Commands do not print secrets, but the response of a gateway or of a merchant's endpoint may
 * contain one.
 */
export function guardTerminal(
  terminal: Terminal,
  { color }: { readonly color?: boolean | undefined } = {},
): GuardedTerminal {
  const secrets = new Set<string>();
  let cut = (text: string): string => text;
  let hasReadStdin = false;
  const hide = (secret: string): void => {
    if (secret.length < minSecretLength || secret.startsWith(sandboxPrefix)) return;
    secrets.add(secret);
    cut = createRedactor([...secrets]);
  };
  // Redacted even if this command does not read them, because an endpoint's error page may contain them.
  for (const name of secretVariables) hide(terminal.env[name] ?? "");
  const clean = (text: string): string => escapeControls(cut(text));
  // Read for each text, because the user can resize the terminal.
  const screenOf = (stream: "stdout" | "stderr"): Screen => {
    const isTty = stream === "stdout" ? terminal.isStdoutTty : terminal.isStderrTty;
    return toScreen({ env: terminal.env, isTty, columns: terminal.columns, color });
  };
  const toText = (stream: "stdout" | "stderr", blocks: readonly Block[]): string => {
    const screen = screenOf(stream);
    return render(blocks, { ...screen, clean }, screen);
  };
  return {
    ...terminal,
    get columns() {
      return terminal.columns;
    },
    hide,
    screenOf,
    print: (...blocks) => terminal.out(toText("stdout", blocks)),
    note: (...blocks) => terminal.err(toText("stderr", blocks)),
    readStdin() {
      // With two options set to "-", the second would read nothing.
      if (hasReadStdin) {
        throw usageError("Standard input can only be read once. Pass one of the two as a file.");
      }
      hasReadStdin = true;
      return terminal.readStdin();
    },
    // A JSON document parses to the same value with its control characters escaped.
    out: (text) => terminal.out(clean(text)),
    data: (text) => terminal.out(terminal.isStdoutTty ? clean(text) : cut(text)),
    err: (text) => terminal.err(clean(text)),
    redraw: (line) => terminal.redraw(toPrintable(cut(line), Infinity)),
    redact: (text) => cut(text),
  };
}
