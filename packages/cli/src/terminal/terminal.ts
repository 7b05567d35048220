/** Everything that a command reads from and writes to. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output. Resolves when the text was accepted, so that a slow reader slows the command down. */
  out(text: string): Promise<void>;
  /** Writes to standard error: notes, progress and errors. */
  err(text: string): void;
  /** Overwrites the last line of standard error. An empty line clears it. */
  redraw(line: string): void;
  /** Reads all of standard input. Can only be called once. */
  readStdin(): Promise<Uint8Array>;
  /** True if standard input is a terminal, so reading it would wait for the user. */
  readonly isStdinTty: boolean;
  /** True if standard output is a terminal, which interprets control characters. */
  readonly isStdoutTty: boolean;
  /** True if standard error is a terminal, so a line can be overwritten. */
  readonly isStderrTty: boolean;
  /** The width of the terminal, in characters. */
  readonly columns: number;
  /** Aborted by Ctrl-C, SIGTERM or a closed terminal, or when the output is closed or full. */
  readonly signal: AbortSignal;
  /**
   * Called before a module of the user is loaded. An error that the module does not catch then stops the command, and what the
   * module leaves open does not keep the process running after it. Only the terminal of a process has it.
   */
  readonly willLoad?: (module: UserModule) => void;
}

/** A module of the user. */
export interface UserModule {
  /** As the user named it, such as `--webhook-module ./webhook.js`. */
  readonly name: string;
  /** Whether it exports `close`. False until it is loaded. */
  readonly hasClose: () => boolean;
}
