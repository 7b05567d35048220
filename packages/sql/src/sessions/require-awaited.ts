import { EffectFailedError } from "@numipay/core";
import { unawaited } from "../control/statement-guard.js";
import type { TransactionState } from "../control/transaction-state.js";

/**
 * Call this before COMMIT if a library prepares statements asynchronously: one that a handler did not await arrives only after the
 * handler has returned. Without its effect, the change must not be recorded.
 *
 * @throws EffectFailedError if a statement arrives
 */
export async function requireAwaited(state: TransactionState): Promise<void> {
  state.late = undefined;
  // All promise callbacks run before it.
  await new Promise((resolve) => setImmediate(resolve));
  const { late } = state as { late: Error | undefined };
  if (late !== undefined) throw new EffectFailedError(unawaited, { cause: late });
}
