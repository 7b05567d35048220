import { z } from "zod";
import { defineTool } from "../tool/tool.js";

/** Moves the virtual clock. */
export const advanceClock = defineTool({
  name: "advance_clock",
  title: "Advance clock",
  description:
    "Advances the virtual clock of the sandbox, and runs what is due on the way: webhooks, retries (every 5 minutes), " +
    "settlements and expiries. The clock cannot go back. If `isRunning` is true, it is still waiting for responses.",
  isWrite: true,
  input: z.strictObject({
    duration: z.string().max(30).describe("Such as 90s, 5m, 1.5h or 2d. At most 3660d."),
  }),
  async run({ duration }, { sandbox, signal }) {
    const { accounts: _, ...state } = await sandbox.post("/clock/advance", { duration }, signal);
    return state;
  },
});
