import { currencyDigits } from "@numipay/core/protocol";
import { toSumText } from "../parts/amount.js";

/** Converts thousandths to the smallest unit of a currency, in which the axis of its chart has whole ticks. */
export function toUnits(thousandths: number, currency: string): number {
  return thousandths / unitOf(currency);
}

/** Formats an amount in the smallest unit of its currency. */
export function toUnitText(units: number, currency: string): string {
  return toSumText(Math.round(units * unitOf(currency)), currency);
}

/** What fits beside an axis. */
const maxTickLength = 8;

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

/** Formats the ticks of an axis in the smallest unit of a currency. If one is too long, all are like "2.5M". */
export function toTickTexts(ticks: readonly number[], currency: string): string[] {
  const texts = ticks.map((tick) => toUnitText(tick, currency));
  if (texts.every((text) => text.length <= maxTickLength)) return texts;
  return ticks.map((tick) => compact.format((tick * unitOf(currency)) / 1000));
}

/** The smallest unit of a currency, in thousandths. */
function unitOf(currency: string): number {
  return 10 ** Math.max(0, 3 - currencyDigits(currency));
}
