import { styleText } from "node:util";

const formats = {
  strong: "bold",
  faint: "dim",
  good: "green",
  caution: "yellow",
  bad: "red",
} as const;

/** What a text means. A reader without colors must understand it from the text alone. */
export type Style = keyof typeof formats;

/** A text, or a text with a style. */
export type Part = string | { readonly text: string; readonly style: Style };

/** A line of a terminal, without its line break. */
export type Line = readonly Part[];

/** Adds a style to a text. */
export function styled(style: Style, text: string): Part {
  return { style, text };
}

/** The text without its style. */
export function toPlain(part: Part): string {
  return typeof part === "string" ? part : part.text;
}

/** The style of a text, if any. */
export function styleOf(part: Part): Style | undefined {
  return typeof part === "string" ? undefined : part.style;
}

/** The text with the escape sequences of its style. */
export function toColored(part: Part): string {
  if (typeof part === "string" || part.text === "") return toPlain(part);
  return styleText(formats[part.style], part.text, { validateStream: false });
}

/** Changes the text, and keeps the style. */
export function mapText(part: Part, change: (text: string) => string): Part {
  return typeof part === "string" ? change(part) : { ...part, text: change(part.text) };
}
