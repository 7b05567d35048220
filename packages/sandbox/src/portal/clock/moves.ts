/** What the clock was told to do, such as "Advance 5 min". */
export interface Move {
  readonly what: string;
  /** What made it stop before its end. */
  readonly failure?: string;
}

/** The clock's moves that a page started. */
export interface Moves {
  /** Starts a move, and waits for it as long as a person waits for a page. */
  start(what: string, job: () => Promise<void>): Promise<"done" | "running" | "failed">;
  /** Those that are not done yet. */
  running(): readonly Move[];
  /** The last one that failed, until another one is started. */
  failed(): Move | undefined;
}

/**
 * Builds the list of moves. A move awaits every receiver on its way, and slow ones may take minutes of real time: no
 * browser waits so long, and a move must not die with its page.
 */
export function createMoves(patience: () => Promise<void>): Moves {
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
      return Promise.race([ended, patience().then(() => "running" as const)]);
    },
    running: () => [...running],
    failed: () => failed,
  };
}
