// @ts-check
import { styleText } from "node:util";

/**
 * Prints the demo's lines, in colour at a terminal only.
 * @param {(line: string) => void} write
 * @param {boolean} inColour
 */
export function createPrinter(write, inColour) {
  /** @param {"green" | "red" | "dim" | "bold"} style @param {string} text */
  const paint = (style, text) =>
    inColour ? styleText(style, text, { validateStream: false }) : text;
  const verdict = (isOk) => (isOk ? paint("green", "ok    ") : paint("red", "FAILED"));
  return {
    blank: () => write(""),
    /** @param {string} text */
    title: (text) => write(paint("bold", text)),
    /** @param {string} name @param {string} value @param {string} [note] */
    fact: (name, value, note = "") =>
      write(`  ${name.padEnd(20)}${value}${note === "" ? "" : `  ${paint("dim", note)}`}`),
    /** @param {boolean} isOk @param {string} name @param {string} what */
    scene: (isOk, name, what) => write(`  ${verdict(isOk)}  ${name.padEnd(32)}${what}`),
    /** @param {ReturnType<typeof import("./compare-books.js").compareBooks>} books */
    books({ rows, total, equal }) {
      const line = (name, kind, status, gateway, shop, mark) =>
        write(
          `  ${name.padEnd(22)}${kind.padEnd(12)}${status.padEnd(12)}${String(gateway).padStart(10)}${String(shop).padStart(10)}  ${mark}`.trimEnd(),
        );
      line("tracking id", "kind", "status", "gateway", "shop", "");
      for (const { name, kind, status, gateway, shop } of rows) {
        line(name, kind, status, gateway, shop, gateway === shop ? "" : paint("red", "differs"));
      }
      line(
        "total",
        "",
        "",
        total.gateway,
        total.shop,
        equal ? paint("green", "equal") : paint("red", "NOT EQUAL"),
      );
    },
  };
}
