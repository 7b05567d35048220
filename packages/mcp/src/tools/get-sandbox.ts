import { z } from "zod";
import { requireSandbox } from "../sandbox/require-sandbox.js";
import { toShownUrl } from "../sandbox/to-shown-url.js";
import { defineTool } from "../tool/tool.js";

/** The state of the sandbox. */
export const getSandbox = defineTool({
  name: "get_sandbox",
  title: "Get sandbox",
  description:
    "Returns the version, the virtual clock, the number of scheduled events, and the accounts with their webhook URLs.",
  isWrite: false,
  input: z.strictObject({}),
  async run(_, { sandbox, signal }) {
    const state = await requireSandbox(sandbox, signal);
    return {
      ...state,
      accounts: state.accounts.map((one) => ({ ...one, webhookUrl: toShownUrl(one.webhookUrl) })),
      portal: `${sandbox.origin}/portal`,
    };
  },
});
