/** A clock operation, such as "Advance 5 min". */
export interface Move {
  readonly what: string;
  /** The error that stopped it. */
  readonly failure?: string;
}

/** The clock operations that were started from a page. */
export interface Moves {
  /** Starts a move and waits for it for a limited time. */
  start(what: string, job: () => Promise<void>): Promise<"done" | "running" | "failed">;
  /** Those that are still running. */
  running(): readonly Move[];
  /** The last failed move, until another one starts. */
  failed(): Move | undefined;
}

/**
 * Creates the list of moves. A move awaits every receiver, which may take minutes of real time. It continues after the
 * browser has received its page.
 */
export function createMoves(maxWait: () => Promise<void>): Moves {
  const running = new Set<Move>();
  let failed: Move | undefined;
  return {
    async start(what, job) {
      const move: Move = { what };
      running.add(move);
      failed = undefined;
      const ended = job()
        .then(() => "done" as const)
        .catch((error: unknown) => {
          failed = { what, failure: error instanceof Error ? error.message : String(error) };
          return "failed" as const;
        })
        .finally(() => running.delete(move));
      return Promise.race([ended, maxWait().then(() => "running" as const)]);
    },
    running: () => [...running],
    failed: () => failed,
  };
}
