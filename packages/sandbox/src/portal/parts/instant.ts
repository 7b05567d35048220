import { html } from "hono/html";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import type { Markup } from "../../cashier/page.js";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Formats an instant of the virtual clock as "14 Jan 12:05:09", in UTC. Adds the year if it differs from the current one. */
export function instant(at: number, now: number): Markup {
  const iso = new Date(at).toISOString();
  const year =
    iso.slice(0, 4) === new Date(now).toISOString().slice(0, 4) ? "" : ` ${iso.slice(0, 4)}`;
  return html`<time datetime="${iso}" title="${iso}"
    >${toDayText(at)}${year} <span class="hour">${iso.slice(11, 19)}</span></time
  >`;
}

/** The time until something is due, on the virtual clock. */
export function dueText(at: number, now: number): string {
  return at <= now ? "now" : `in ${toDurationText(at - now)}`;
}

/** "every 5 min, at most 15 attempts". */
export function scheduleText({ intervalMs, attempts }: RetrySchedule): string {
  return `every ${toDurationText(intervalMs)}, at most ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
}

/** "14 Jan". */
export function toDayText(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""}`;
}

/** Formats the virtual time as "14 Jan 2026, 12:05:09 UTC". */
export function toClockText(at: number): string {
  const iso = new Date(at).toISOString();
  return `${toDayText(at)} ${iso.slice(0, 4)}, ${iso.slice(11, 19)} UTC`;
}

/** Formats a duration in its two largest units: "5 min", "1 h 10 min", "850 ms". */
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
  const parts: string[] = [];
  for (const [name, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(" ");
}
