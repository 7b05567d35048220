import type { Printer } from "sample-tests/demo";
import { formatMoney } from "../src/store/money.js";
import { currency } from "../src/catalogue.js";
import type { Comparison } from "./compare-ledgers.js";

/** Prints the gateway's transactions beside the shop's ledger, and the verdict. */
export function printComparison(print: Printer, { rows, total, isEqual }: Comparison): void {
  printRow(print, ["tracking id", "kind", "status", "gateway", "shop"]);
  for (const row of rows) {
    const amounts = [row.gateway, row.shop].map((cents) => formatMoney(cents, row.currency));
    const verdict = row.gateway === row.shop ? "" : print.paint("red", "differs");
    printRow(print, [row.name, row.kind, row.status, ...amounts], verdict);
  }
  const totals = [total.gateway, total.shop].map((cents) => formatMoney(cents, currency));
  const verdict = isEqual ? print.paint("green", "equal") : print.paint("red", "NOT EQUAL");
  printRow(print, ["total", "", "", ...totals], verdict);
}

function printRow(print: Printer, columns: string[], verdict = ""): void {
  const [name = "", kind = "", status = "", gateway = "", shop = ""] = columns;
  const amounts = `${gateway.padStart(10)}${shop.padStart(10)}`;
  print.line(`${name.padEnd(22)}${kind.padEnd(12)}${status.padEnd(12)}${amounts}  ${verdict}`);
}
