import { toPrintable } from "@numipay/core/protocol";

/** Each value of a label is a time series, and some values come from the network. */
const mostValues = 50;

/** Returns a function that passes the first 50 values of a label, and replaces every later one. */
export function createValueLimit(
  replacement: string,
): (value: string | undefined) => string | undefined {
  const values = new Set<string>();
  return (value) => {
    if (value === undefined) return undefined;
    const printable = toPrintable(value, 100);
    if (!values.has(printable)) {
      if (values.size >= mostValues) return replacement;
      values.add(printable);
    }
    return printable;
  };
}
