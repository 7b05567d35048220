/** All that a command sees of the world around it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the text has been taken: whoever reads slowly slows the command down, and no memory fills up. */
  out(text: string): Promise<void>;
  /** For people: notes, progress, faults. */
  err(text: string): void;
  /** Writes over the last line of standard error. An empty line clears it. */
  redraw(line: string): void;
  /** Everything on standard input. Can be read once. */
  readStdin(): Promise<Uint8Array>;
  /** True: a person sits before standard input, and would wait without knowing for what. */
  readonly isStdinTty: boolean;
  /** True: standard output is shown to a person, who would run the control characters in it. */
  readonly isStdoutTty: boolean;
  /** True: a line on standard error can be written over. */
  readonly isStderrTty: boolean;
  /** The width of standard error, in characters. */
  readonly columns: number;
  /** Aborted by Ctrl-C, or when nobody reads the output any more. */
  readonly signal: AbortSignal;
}
