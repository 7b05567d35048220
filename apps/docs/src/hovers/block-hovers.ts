/** What an identifier in an example is. */
export interface Hover {
  /** As an editor shows it, such as `const webhook: NumipayWebhook`. */
  type: string;
  /** The first paragraph of its doc comment. */
  doc: string;
}

/** The hovers of a code block: a file that the browser loads when the reader points at the block. */
export interface BlockHovers {
  hovers: Hover[];
  /** The line, the column of its start and of its end, and its index in `hovers`, all from 0. */
  words: [line: number, from: number, to: number, hover: number][];
}
