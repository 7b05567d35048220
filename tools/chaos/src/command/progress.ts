const width = 24;

/** A bar that redraws its line at a terminal, and says nothing elsewhere: a log wants the table alone. */
export function createProgress(stream, total) {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show(done, title) {
      const filled = Math.round((width * done) / total);
      const bar = "█".repeat(filled) + "░".repeat(width - filled);
      const percent = `${Math.floor((100 * done) / total)}%`.padStart(4);
      stream.write(`\r\u001b[K${bar} ${percent}  ${title}`.slice(0, stream.columns ?? 80));
    },
    clear: () => stream.write("\r\u001b[K"),
  };
}
