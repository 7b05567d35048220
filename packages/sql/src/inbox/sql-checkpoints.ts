import type { InboxCheckpoints } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** Stores the reconciler's checkpoints. */
export function sqlCheckpoints(runner: Runner, { checkpoints }: Dialect): InboxCheckpoints {
  return {
    read: (name) => runner.read(checkpoints.read(name)),
    write: (name, value) => runner.run(checkpoints.write(name, value)),
  };
}
