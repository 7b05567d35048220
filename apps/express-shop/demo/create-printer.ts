import { styleText } from "node:util";
import type { Comparison } from "./compare-ledgers.js";

export type Printer = ReturnType<typeof createPrinter>;

export function createPrinter(write: (line: string) => void, useColors: boolean) {
  const paint = (style: "green" | "red" | "dim" | "bold", text: string): string =>
    useColors ? styleText(style, text, { validateStream: false }) : text;

  function row(columns: [string, string, string, string, string], note = ""): void {
    const [name, kind, status, gateway, shop] = columns;
    const amounts = `${gateway.padStart(10)}${shop.padStart(10)}`;
    const line = `  ${name.padEnd(22)}${kind.padEnd(12)}${status.padEnd(12)}${amounts}  ${note}`;
    write(line.trimEnd());
  }

  return {
    blank: () => write(""),
    title: (text: string) => write(paint("bold", text)),
    fact: (name: string, value: string, note = "") =>
      write(`  ${name.padEnd(20)}${value}${note === "" ? "" : `  ${paint("dim", note)}`}`),
    result: (isOk: boolean, name: string, details: string) =>
      write(
        `  ${isOk ? paint("green", "ok    ") : paint("red", "FAILED")}  ${name.padEnd(32)}${details}`,
      ),
    comparison({ rows, total, isEqual }: Comparison) {
      row(["tracking id", "kind", "status", "gateway", "shop"]);
      for (const { name, kind, status, gateway, shop } of rows) {
        const note = gateway === shop ? "" : paint("red", "differs");
        row([name, kind, status, String(gateway), String(shop)], note);
      }
      const verdict = isEqual ? paint("green", "equal") : paint("red", "NOT EQUAL");
      row(["total", "", "", String(total.gateway), String(total.shop)], verdict);
    },
  };
}
