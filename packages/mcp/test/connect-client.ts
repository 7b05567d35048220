import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { onTestFinished, vi } from "vitest";
import type { StartedSandbox } from "./start-sandbox.js";

// Each test starts several processes, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The program that users start. */
export const program = fileURLToPath(new URL("../bin/numipay-mcp.js", import.meta.url));

/** The result of a tool, as an agent reads it. */
export interface Called {
  readonly isError: boolean;
  readonly text: string;
  readonly value: Record<string, unknown>;
}

/** A client of the official SDK, connected to the program in a process of its own. */
export interface ConnectedClient {
  readonly client: Client;
  /** Everything that the tools returned. */
  readonly outputs: readonly string[];
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Called>;
}

/** Starts the program with these arguments, and connects to it until the test ends. */
export async function connectClient(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ConnectedClient> {
  const client = new Client({ name: "numipay-test", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, ...args],
      env: { PATH: process.env["PATH"] ?? "", ...env },
    }),
  );
  onTestFinished(() => client.close());
  const outputs: string[] = [];
  return {
    client,
    outputs,
    async call(name, given = {}) {
      const result = await client.callTool({ name, arguments: given });
      const text = result.content.map((one) => (one.type === "text" ? one.text : "")).join("");
      outputs.push(JSON.stringify(result));
      return {
        isError: result.isError === true,
        text,
        value: (result.structuredContent ?? {}) as Called["value"],
      };
    },
  };
}

/** Connects with the keys of a sandbox, and allows writes. */
export function connectTo(sandbox: StartedSandbox): Promise<ConnectedClient> {
  return connectClient(["--sandbox", sandbox.url, "--allow-writes"], {
    NUMIPAY_API_KEY: sandbox.apiKey,
    NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword,
  });
}

/** The fields of a payment. */
export function payment(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { tracking_id: "order-1", user_id: "u-1", currency: "EUR", amount: "200.00", ...fields };
}

/** Rows of a result. */
export function rowsOf({ value }: Called, name: string): Record<string, string>[] {
  return value[name] as Record<string, string>[];
}
