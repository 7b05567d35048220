import type { Terminal } from "../terminal/terminal.js";

/** A progress line on standard error. Prints nothing if standard error is not a terminal. */
export interface ProgressLine {
  show(done: number, total: number, note: string): void;
  clear(): void;
}

type ProgressTerminal = Pick<Terminal, "isStderrTty" | "columns" | "redraw">;

/** Creates a progress line. */
export function createProgressLine(terminal: ProgressTerminal): ProgressLine {
  if (!terminal.isStderrTty) return { show: () => undefined, clear: () => undefined };
  return {
    show(done, total, note) {
      const share = total === 0 ? 1 : done / total;
      const width = Math.max(10, Math.min(30, terminal.columns - note.length - 12));
      const filled = Math.round(share * width);
      const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
      const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${note}`;
      // Truncated to the width, because a wrapped line cannot be overwritten.
      terminal.redraw(line.slice(0, Math.max(terminal.columns - 1, 0)));
    },
    clear() {
      terminal.redraw("");
    },
  };
}
