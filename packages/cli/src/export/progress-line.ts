import type { Terminal } from "../terminal/terminal.js";

/** A line on standard error that is written over. Without a person before it, it is silent. */
export interface ProgressLine {
  show(done: number, total: number, note: string): void;
  clear(): void;
}

/** Where progress is drawn. */
type ProgressTerminal = Pick<Terminal, "isStderrTty" | "columns" | "redraw">;

/** Draws progress on standard error. */
export function createProgressLine(terminal: ProgressTerminal): ProgressLine {
  if (!terminal.isStderrTty) return { show: () => undefined, clear: () => undefined };
  return {
    show(done, total, note) {
      const share = total === 0 ? 1 : done / total;
      const width = Math.max(10, Math.min(30, terminal.columns - note.length - 12));
      const filled = Math.round(share * width);
      const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
      const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${note}`;
      // Cut to the width: a line that wraps cannot be written over.
      terminal.redraw(line.slice(0, Math.max(terminal.columns - 1, 0)));
    },
    clear() {
      terminal.redraw("");
    },
  };
}
