/** Currencies of ISO 4217 whose number of decimals is not 2. A literal, which bundlers can leave out. */
const otherDigits: Readonly<Record<string, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/** The number of decimals of a currency, by ISO 4217. Unknown codes have 2, like most currencies. */
export function currencyDigits(currency: string): number {
  const code = currency.toUpperCase();
  const [digits] =
    Object.entries(otherDigits).find(([, codes]) => codes.split(" ").includes(code)) ?? [];
  return Number(digits ?? 2);
}

/**
 * Formats a decimal amount for people: with the currency's number of decimals and grouped thousands, such as "12,480.50" for
 * "12480.5" EUR and "1,290" for "1290.00" JPY. Digits that matter are never cut off, and any other text is returned unchanged.
 */
export function formatAmount(amount: string, currency: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === "") return amount;
  const digits = currencyDigits(currency);
  const needed = withoutLastZeros(fraction).padEnd(digits, "0");
  return `${sign}${groupThousands(whole)}${needed === "" ? "" : `.${needed}`}`;
}

function withoutLastZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === "0") end -= 1;
  return fraction.slice(0, end);
}

function groupThousands(whole: string): string {
  const first = whole.length % 3;
  const groups = whole.slice(first).match(/\d{3}/g) ?? [];
  return [...(first === 0 ? [] : [whole.slice(0, first)]), ...groups].join(",");
}
