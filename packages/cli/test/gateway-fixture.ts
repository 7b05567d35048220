import { createSandbox, type Sandbox, type SandboxOptions } from "@numipay/sandbox";
import { onTestFinished } from "vitest";

/** A real sandbox behind a port, and the environment that leads the command to it. */
export async function openGateway(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = await createSandbox(options);
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  return { sandbox, env: { NUMIPAY_API_KEY: sandbox.apiKey, NUMIPAY_BASE_URL: url } };
}

/** What a customer does on a cashier's page: picks a provider, and pays, or confirms that he is paid out. */
export async function decideAtCashier(
  sandbox: Sandbox,
  url: string,
  action: "pay" | "confirm",
): Promise<void> {
  const body = new URLSearchParams({ action });
  await sandbox.fetch(`${url}/northbank`, { method: "POST", body });
  await sandbox.flush();
}
