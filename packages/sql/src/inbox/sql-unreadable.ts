import type { UnreadableStore } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** Stores unreadable deliveries. */
export function sqlUnreadable(runner: Runner, { unreadable }: Dialect): UnreadableStore {
  return {
    async add(entry) {
      await runner.run(unreadable.add(entry));
      return 0;
    },
    list: () => runner.read(unreadable.list()),
    remove: (key) => runner.run(unreadable.remove(key)),
  };
}
