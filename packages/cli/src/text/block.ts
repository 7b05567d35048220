import type { Line } from "./part.js";

/** The space that a block is laid out in. */
export interface Layout {
  /** The columns of prose. */
  readonly width: number;
  /** The columns of tables, which can be wider than comfortable prose. */
  readonly tableWidth: number;
  /** Removes what must not be printed. Called before the layout, because it changes the width of a text. */
  readonly clean: (text: string) => string;
}

/** A part of the output, such as a paragraph, which is laid out when its width is known. */
export type Block = (layout: Layout) => readonly Line[];
