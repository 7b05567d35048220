import { type Attempt, readAnswer, readFailure } from "./attempt.js";
import type { Answer, Call } from "./call.js";
import { exchange, type ReadResponse } from "./exchange.js";
import { retryDelayMs } from "./retry.js";
import type { Settings } from "./settings.js";
import { untilAborted, wait } from "./until-aborted.js";

/**
 * Sends one call. What changes nothing, and what failed before its first byte left, is tried again; a POST that may have
 * arrived never is.
 *
 * @throws UnansweredError when a POST may have arrived and no answer came
 */
export async function send(settings: Settings, call: Call): Promise<Answer> {
  const deadline = AbortSignal.timeout(call.timeoutMs);
  const endsAt = performance.now() + call.timeoutMs;
  const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  const isSafe = !call.operation.movesMoney;

  for (let attempt = 0; ; attempt += 1) {
    call.signal?.throwIfAborted();
    const outcome = await attemptOnce(settings, call, signal, attempt + 1);
    const isLast = attempt >= settings.retries;
    const mayRepeat =
      !isLast && outcome.retry !== "never" && (isSafe || outcome.retry === "always");
    const delayMs = retryDelayMs(settings.retryDelayMs, attempt, outcome.retryAfterMs);
    if (!mayRepeat || signal.aborted || performance.now() + delayMs >= endsAt)
      return outcome.settle();
    await wait(delayMs, signal);
    if (deadline.aborted) return outcome.settle();
  }
}

async function attemptOnce(
  settings: Settings,
  call: Call,
  signal: AbortSignal,
  attempts: number,
): Promise<Attempt> {
  let response: ReadResponse;
  try {
    response = await untilAborted(exchange(settings, call, signal), signal);
  } catch (error) {
    return readFailure(settings, call, error, signal);
  }
  // Outside of the try: what goes wrong with a response that came is no lost connection.
  return readAnswer(settings, call, response, attempts);
}
