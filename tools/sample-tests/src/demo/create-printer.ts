import { styleText } from "node:util";
import { wrapText } from "./wrap-text.js";

export interface PrinterOptions {
  /** Defaults to `console.log`. */
  write?: (line: string) => void;
  /** Defaults to true in a terminal that has colors, unless `NO_COLOR` is set. */
  useColors?: boolean;
}

export type Printer = ReturnType<typeof createPrinter>;

/** The usual width of a terminal. */
const columns = 80;
const nameWidth = 20;
const scenarioWidth = 32;
const margin = "  ";

/** Prints the lines of a demo. They fit into 80 columns, apart from single words that are longer. */
export function createPrinter({
  write = console.log,
  useColors = process.stdout.isTTY && process.stdout.hasColors(),
}: PrinterOptions = {}) {
  const paint = (style: "green" | "red" | "dim" | "bold", text: string): string =>
    useColors ? styleText(style, text, { validateStream: false }) : text;

  /** Prints the text beside the label, which is `width` columns wide without its colors. */
  function item(label: string, width: number, text: string): void {
    const [first = "", ...rest] = wrapText(text, columns - width);
    const fits = first.length <= columns - width;
    write(fits ? `${label}${first}`.trimEnd() : label.trimEnd());
    if (!fits) write(margin + first);
    for (const line of rest) write(" ".repeat(width) + line);
  }

  /** @param note printed below the value */
  function fact(name: string, value: string, note = ""): void {
    const width = margin.length + nameWidth;
    item(margin + name.padEnd(nameWidth), width, value);
    if (note !== "") write(" ".repeat(width) + paint("dim", note));
  }

  return {
    paint,
    fact,
    blank: () => write(""),
    line: (text: string) => write(margin + text.trimEnd()),
    title: (text: string) => write(paint("bold", text)),

    /** The result of a scenario. */
    result(isOk: boolean, name: string, details: string): void {
      const mark = isOk ? paint("green", "ok    ") : paint("red", "FAILED");
      const width = "  FAILED  ".length + scenarioWidth;
      item(`${margin}${mark}  ${name.padEnd(scenarioWidth)}`, width, details);
    },

    /** What all demos have in common: the clock, where the data is, and how to stop. */
    conditions(startsAt: Date): void {
      const time = startsAt.toISOString().slice(0, 16).replace("T", " ");
      fact("clock", `virtual, starts at ${time} UTC`, "the scenarios advance it");
      fact("data", "in memory, lost when the demo stops");
      fact("stop", "Ctrl-C");
    },
  };
}
