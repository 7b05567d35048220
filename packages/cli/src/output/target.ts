/** The destination of an output. */
export interface Target {
  write(text: string): Promise<void>;
  /** Moves the complete file to its name. */
  finish(): Promise<void>;
  /** Removes the partial file. */
  abandon(): Promise<void>;
}
