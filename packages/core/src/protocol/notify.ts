import { toPrintable } from "./printable.js";
import { sharedState } from "./shared-state.js";

/** A failing callback is logged at most once in this time. */
const reportEveryMs = 60_000;
/** The limit for all callbacks in the same time: an adapter may create a callback per delivery. */
const mostReports = 20;
const mostFrames = 8;
/** A `then` may return another thenable, and so on. */
const deepestChain = 3;

type Callback<Args extends readonly unknown[]> = (...args: Args) => unknown;

/**
 * Calls a callback without letting it affect the caller. Errors, rejected promises and broken thenables are logged to the
 * console under `name`, at most once a minute. The result is not awaited. Never throws.
 */
export function notify<Args extends readonly unknown[]>(
  name: string,
  callback: Callback<Args>,
  ...args: Args
): void {
  try {
    const returned = callback(...args);
    // Most callbacks return nothing.
    if (typeof returned === "object" || typeof returned === "function") {
      watchReturned(name, callback, returned);
    }
  } catch (error) {
    report(name, callback, error);
  }
}

/** A separate function, so that `notify` allocates no closure for a callback that returns nothing. */
function watchReturned(name: string, callback: object, returned: unknown): void {
  watch(returned, (error) => report(name, callback, error), deepestChain);
}

/** Handles the rejection of a returned promise. Not with `await`, which leaves the promise returned by `then` unhandled. */
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
    // The promise returned by a native `then` never rejects, because neither function above throws.
    if (then !== Promise.prototype.then) watch(next, fail, depth - 1);
  } catch (error) {
    fail(error);
  }
}

/** The log state of one callback. */
interface Reported {
  quietUntilMs: number;
  unreported: number;
}

/** The log state of all callbacks. */
interface ReportLimit {
  callbacks: WeakMap<object, Reported>;
  windowEndsMs: number;
  reportsLeft: number;
}

const limit = /* @__PURE__ */ sharedState("reportLimit", (): ReportLimit => ({
  callbacks: new WeakMap(),
  windowEndsMs: 0,
  reportsLeft: mostReports,
}));

function report(name: string, callback: object, error: unknown): void {
  try {
    const nowMs = performance.now();
    const before = limit.callbacks.get(callback) ?? { quietUntilMs: 0, unreported: 0 };
    if (nowMs >= limit.windowEndsMs) {
      limit.windowEndsMs = nowMs + reportEveryMs;
      limit.reportsLeft = mostReports;
    }
    if (nowMs < before.quietUntilMs || limit.reportsLeft === 0) {
      before.unreported += 1;
      limit.callbacks.set(callback, before);
      return;
    }
    limit.reportsLeft -= 1;
    limit.callbacks.set(callback, { quietUntilMs: nowMs + reportEveryMs, unreported: 0 });
    const more =
      before.unreported === 0
        ? ""
        : ` It failed ${before.unreported} more times since the last log.`;
    console.error(
      `numipay: ${name} failed; nothing else is affected. Handle its errors inside the callback. ` +
        `Logged at most once a minute.${more} ${describe(error)}`,
    );
  } catch {
    // The console itself throws, so there is nowhere to log to.
  }
}

/** Name, message and stack frames. Not the error's fields: a driver's error may contain the command, and in it a password. */
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
    return "The error cannot be displayed.";
  }
}
