import { toPrintable } from "./printable.js";

/** A failing callback is reported at most this often. */
const reportEveryMs = 60_000;
/** Across all callbacks, in the same time: an adapter may create a callback for each delivery. */
const mostReports = 20;
const mostFrames = 8;
/** A `then` may return another thenable, and so on without end. */
const deepestChain = 3;

type Callback<Args extends readonly unknown[]> = (...args: Args) => unknown;

/**
 * Calls a callback that only reports. Whatever it does, the caller goes on: a throw, a rejected promise and a broken thenable
 * are reported on the console under its `name`, at most once a minute. What it returns is not awaited. Never throws.
 */
export function notify<Args extends readonly unknown[]>(
  name: string,
  callback: Callback<Args>,
  ...args: Args
): void {
  try {
    const returned = callback(...args);
    // Most return nothing, and then this is all.
    if (typeof returned === "object" || typeof returned === "function") {
      watchReturned(name, callback, returned);
    }
  } catch (error) {
    report(name, callback, error);
  }
}

/** Apart from `notify`, which so allocates nothing for a callback that returns nothing. */
function watchReturned(name: string, callback: object, returned: unknown): void {
  watch(returned, (error) => report(name, callback, error), deepestChain);
}

/** Waits for what a callback returned. Not with `await`, which leaves the promise that a `then` returns unhandled. */
function watch(returned: unknown, fail: (error: unknown) => void, depth: number): void {
  if ((typeof returned !== "object" && typeof returned !== "function") || returned === null) return;
  if (depth === 0) return;
  try {
    const { then } = returned as { then?: unknown };
    if (typeof then !== "function") return;
    const next: unknown = then.call(
      returned,
      (value: unknown) => watch(value, fail, depth - 1),
      fail,
    );
    // What a promise's own `then` returns never rejects: neither function above throws.
    if (then !== Promise.prototype.then) watch(next, fail, depth - 1);
  } catch (error) {
    fail(error);
  }
}

/** What was reported of a callback. */
interface Reported {
  quietUntilMs: number;
  unreported: number;
}

const reported = new WeakMap<object, Reported>();
let windowEndsMs = 0;
let reportsLeft = mostReports;

function report(name: string, callback: object, error: unknown): void {
  try {
    const nowMs = performance.now();
    const before = reported.get(callback) ?? { quietUntilMs: 0, unreported: 0 };
    if (nowMs >= windowEndsMs) {
      windowEndsMs = nowMs + reportEveryMs;
      reportsLeft = mostReports;
    }
    if (nowMs < before.quietUntilMs || reportsLeft === 0) {
      before.unreported += 1;
      reported.set(callback, before);
      return;
    }
    reportsLeft -= 1;
    reported.set(callback, { quietUntilMs: nowMs + reportEveryMs, unreported: 0 });
    const more =
      before.unreported === 0 ? "" : ` It failed ${before.unreported} times more before.`;
    console.error(
      `numipay: ${name} failed; nothing else is affected. Handle its errors inside the callback. ` +
        `Logged at most once a minute.${more} ${describe(error)}`,
    );
  } catch {
    // A console that throws: there is nowhere left to report to.
  }
}

/** Name, message and where from. Not the error's fields: a driver's error may hold the command, and with it a password. */
function describe(error: unknown): string {
  try {
    if (typeof error !== "object" || error === null) return toPrintable(error, 500);
    const { name, message, stack } = error as {
      name?: unknown;
      message?: unknown;
      stack?: unknown;
    };
    const head = toPrintable(
      [name, message].filter((part) => typeof part === "string").join(": "),
      500,
    );
    const frames = (typeof stack === "string" ? stack : "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, mostFrames)
      .map((line) => `\n${toPrintable(line, 300)}`);
    return `${head}${frames.join("")}`;
  } catch {
    return "What it threw cannot be shown.";
  }
}
