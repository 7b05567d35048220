import type { WriteStream } from "node:tty";

const barWidth = 24;

export interface Progress {
  show(done: number, title: string): void;
  clear(): void;
}

/** A progress bar that redraws its line on a terminal, and prints nothing elsewhere. */
export function createProgress(stream: WriteStream, total: number): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show(done, title) {
      const filled = Math.round((barWidth * done) / total);
      const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
      const percent = `${Math.floor((100 * done) / total)}%`.padStart(4);
      stream.write(`\r\u001b[K${bar} ${percent}  ${title}`.slice(0, stream.columns ?? 80));
    },
    clear() {
      stream.write("\r\u001b[K");
    },
  };
}
