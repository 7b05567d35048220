import { type Attempt, classifyFailure, classifyResponse, toRedactor } from "./attempt.js";
import type { Call, SuccessResponse } from "./call.js";
import { exchange, type ReadResponse } from "./exchange.js";
import { observeAttempt } from "./observe-attempt.js";
import { readRequestId } from "./request-id.js";
import { retryDelayMs } from "./retry.js";
import type { Settings } from "./settings.js";
import { startDeadline, untilAborted, wait } from "./until-aborted.js";

/**
 * Sends one call. Retries calls that change nothing, and calls that failed before the first byte was sent. A call that moves
 * money and may have arrived is never sent again.
 *
 * @throws NoResponseError when a call that moves money may have arrived and no response came
 */
export async function send(settings: Settings, call: Call): Promise<SuccessResponse> {
  const deadline = startDeadline(call.timeoutMs);
  try {
    return await sendUntil(deadline.signal, settings, call);
  } finally {
    deadline.clear();
  }
}

async function sendUntil(
  deadline: AbortSignal,
  settings: Settings,
  call: Call,
): Promise<SuccessResponse> {
  const endsAt = performance.now() + call.timeoutMs;
  const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  const isSafe = !call.operation.movesMoney;

  for (let attempt = 0; ; attempt += 1) {
    call.signal?.throwIfAborted();
    const result = await attemptOnce(settings, call, signal, attempt + 1);
    const isLast = attempt >= settings.retries;
    const mayRepeat = !isLast && result.retry !== "never" && (isSafe || result.retry === "always");
    const delayMs = retryDelayMs(settings.retryDelayMs, attempt, result.retryAfterMs);
    if (!mayRepeat || signal.aborted || performance.now() + delayMs >= endsAt)
      return result.finish();
    await wait(delayMs, signal);
    if (deadline.aborted) return result.finish();
  }
}

async function attemptOnce(
  settings: Settings,
  call: Call,
  signal: AbortSignal,
  attempts: number,
): Promise<Attempt> {
  if (call.message !== undefined) call.message.attempts += 1;
  return observeAttempt(settings, call, attempts, async (end) => {
    let response: ReadResponse;
    try {
      response = await untilAborted(exchange(settings, call, signal), signal);
    } catch (error) {
      const failed = classifyFailure(settings, call, error, signal);
      if (end !== undefined) end.errorType = failed.errorType;
      return failed;
    }
    // Outside the try: an error while reading a received response is not a lost connection.
    const result = classifyResponse(settings, call, response, attempts);
    if (end !== undefined) {
      const { status, headers } = response;
      const requestId = readRequestId(headers, toRedactor(settings, call));
      Object.assign(end, { status, requestId, errorType: result.errorType });
    }
    return result;
  });
}
