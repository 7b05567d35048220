// @ts-check
import { styleText } from "node:util";

/** Prints the demo's lines, in colour at a terminal only. */
export function createPrinter(write: (line: string) => void, inColour: boolean) {
  const paint = (style: "green" | "red" | "dim" | "bold", text: string) =>
    inColour ? styleText(style, text, { validateStream: false }) : text;
  const verdict = (isOk) => (isOk ? paint("green", "ok    ") : paint("red", "FAILED"));
  return {
    blank: () => write(""),
    title: (text: string) => write(paint("bold", text)),
    fact: (name: string, value: string, note: string = "") =>
      write(`  ${name.padEnd(20)}${value}${note === "" ? "" : `  ${paint("dim", note)}`}`),
    scene: (isOk: boolean, name: string, what: string) =>
      write(`  ${verdict(isOk)}  ${name.padEnd(32)}${what}`),
    books({ rows, total, equal }: ReturnType<typeof import("./compare-books.js").compareBooks>) {
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
