import { html } from "hono/html";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import type { Markup } from "../../cashier/page.js";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Writes an instant of the virtual clock as "14 Jan 12:05:09"; the year only where it is another than now's. All in UTC. */
export function instant(at: number, now: number): Markup {
  const iso = new Date(at).toISOString();
  const year =
    iso.slice(0, 4) === new Date(now).toISOString().slice(0, 4) ? "" : ` ${iso.slice(0, 4)}`;
  return html`<time datetime="${iso}" title="${iso}"
    >${toDayText(at)}${year} <span class="hour">${iso.slice(11, 19)}</span></time
  >`;
}

/** When something is due, reckoned on the virtual clock: it does not come nearer while that stands still. */
export function dueText(at: number, now: number): string {
  return at <= now ? "now" : `in ${toDurationText(at - now)}`;
}

/** "every 5 min, 15 attempts at most". */
export function scheduleText({ intervalMs, attempts }: RetrySchedule): string {
  return `every ${toDurationText(intervalMs)}, ${attempts} ${attempts === 1 ? "attempt" : "attempts"} at most`;
}

/** "14 Jan". */
export function toDayText(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""}`;
}

/** The virtual time as the frame of each page shows it: "14 Jan 2026, 12:05:09 UTC". */
export function toClockText(at: number): string {
  const iso = new Date(at).toISOString();
  return `${toDayText(at)} ${iso.slice(0, 4)}, ${iso.slice(11, 19)} UTC`;
}

/** A length of time in its two largest units: "5 min", "1 h 10 min", "850 ms". */
export function toDurationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ] as const;
  const first = units.findIndex(([, length]) => ms >= length);
  let rest = ms;
  const said: string[] = [];
  for (const [name, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) said.push(`${count} ${name}`);
  }
  return said.join(" ");
}
