/**
 * What was opened and must be closed, the last first, also where closing one of them fails. What is added after all was
 * closed is closed at once: who opens it was told to stop, and did not hear it yet.
 */
export function createClosing() {
  const open: { close(): Promise<unknown> }[] = [];
  let isClosed = false;
  return {
    add<Opened extends { close(): Promise<unknown> } | undefined>(opened: Opened): Opened {
      if (opened === undefined) return opened;
      if (isClosed) void opened.close().catch(() => undefined);
      else open.push(opened);
      return opened;
    },
    async close() {
      isClosed = true;
      const failures = [];
      for (const one of open.splice(0).toReversed()) {
        try {
          await one.close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
