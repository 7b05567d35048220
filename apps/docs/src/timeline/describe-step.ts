import type { Exchange, Step } from "./recording.js";

/** `09:05`, in UTC. */
export const toTime = (at: string): string => at.slice(11, 16);

/** Whether something goes wrong in this step. A rejected forgery counts. */
export const isFault = ({ by, exchange, shop }: Step): boolean =>
  by === "attacker" ||
  !shop.isRunning ||
  (exchange !== null && (exchange.failure !== null || (exchange.response?.status ?? 0) >= 400));

/** `200 {"outcome":"processed"}`, and why it did not arrive. */
export function describeResponse({ response, failure }: Exchange): string {
  const sent = response === null ? [] : [`${response.status} ${response.body}`];
  return [...sent, ...(failure === null ? [] : [failure])].join(". ");
}

/** What the gateway does after a delivery attempt. Empty without one. */
export function describeAttempts({ attempts }: Step): string {
  const last = attempts.at(-1);
  if (last === undefined) return "";
  const name = `Attempt ${last.number}`;
  if (last.status !== null && last.status < 300) return `${name}: delivered`;
  if (last.nextAttemptAt !== null) return `${name}: failed. Next at ${toTime(last.nextAttemptAt)}`;
  return `${name}: failed. It was the last`;
}

/** What both ledgers say about each other. */
export const describeDifferences = ({ differences }: Step): string =>
  differences.length === 0 ? "Both ledgers agree." : `${differences.join(". ")}.`;

/** JSON with line breaks. Other text as it is. */
export function toReadable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
