import type { Type } from "../../gateway/transaction-record.js";

/** Converts "authentication-failed" and "on_hold" to "Authentication failed" and "On hold". */
export function toTitle(name: string): string {
  const words = name.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of a transaction type. Types that the contract override adds keep theirs. */
export function typeTitle(type: Type): string {
  return type === "withdrawal" ? "Payout" : toTitle(type);
}
