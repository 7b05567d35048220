import { z } from "zod";
import { requirePassword } from "../command/require-password.js";
import { runCli } from "../command/run-cli.js";
import { requireSandbox, type SandboxAccount } from "../sandbox/require-sandbox.js";
import { isLoopback } from "../sandbox/to-sandbox-url.js";
import { ToolError } from "../tool/tool-error.js";
import { defineTool } from "../tool/tool.js";
import { account } from "./fields.js";

/** MCP clients wait for 60 seconds by default. */
const timeoutMs = 50_000;
const requestTimeoutSeconds = 5;

/** Tests the webhook endpoint of an account. */
export const runDoctor = defineTool({
  name: "run_doctor",
  title: "Run doctor",
  description:
    "Tests the webhook URL of a sandbox account with genuine, forged, malformed and duplicate deliveries. Returns the " +
    "totals, and what to fix for each failed check. The endpoint credits the genuine deliveries, so its server must use a " +
    "test database. Takes up to 50 seconds.",
  isWrite: true,
  input: z.strictObject({ account }),
  async run({ account: accountId }, { sandbox, env, signal }) {
    requirePassword(env);
    const { accounts } = await requireSandbox(sandbox, signal);
    const url = toTarget(accounts, accountId);
    const report = (await runCli({
      args: [
        "doctor",
        url.href,
        `--timeout=${requestTimeoutSeconds}`,
        `--sandbox=${sandbox.origin}`,
      ],
      env,
      timeoutMs,
      signal,
    })) as Report;
    const { checks, ...summary } = report;
    return {
      ...summary,
      findings: checks
        .filter(({ verdict }) => verdict === "failed" || verdict === "warned")
        .map(({ id, title, verdict, expected, observed, why, advice }) => ({
          id,
          title,
          verdict,
          expected,
          observed,
          why,
          fix: advice.change,
        })),
      notChecked: checks.filter(({ verdict }) => verdict === "not-checked").map(({ id }) => id),
    };
  },
});

/** The document of `numipay doctor --json`. */
interface Report {
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly verdict: string;
    readonly expected: string;
    readonly observed: string;
    readonly why: string;
    readonly advice: { readonly change: string };
  }[];
}

/** Only the URL of an account, so that an agent cannot choose another server of this machine. */
function toTarget(accounts: readonly SandboxAccount[], accountId: string | undefined): URL {
  const found =
    accountId === undefined ? accounts[0] : accounts.find((one) => one.accountId === accountId);
  if (found === undefined) {
    throw new ToolError("The sandbox has no account with this id. Call get_sandbox to list them.");
  }
  if (found.webhookUrl === null || !URL.canParse(found.webhookUrl)) {
    throw new ToolError(
      "The account has no webhook URL. Set it on the sandbox's welcome page, or start it with --webhook-url.",
    );
  }
  const url = new URL(found.webhookUrl);
  if (!isLoopback(url.hostname)) {
    throw new ToolError(
      `The webhook URL is on another machine, ${url.host}. Run the doctor there yourself: npx @numipay/cli doctor --help.`,
    );
  }
  return url;
}
