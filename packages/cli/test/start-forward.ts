import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { startNumipay } from "./run-numipay.js";

/** Starts `numipay forward`, and waits until it listens. */
export async function startForward(
  to: string,
  env: Record<string, string> = {},
  ...more: string[]
) {
  const child = startNumipay(["forward", "--listen", "0", "--to", to, ...more], { env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  let stderr = "";
  const url = await new Promise<string>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      const found = /Listening on (\S+),/.exec(stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, url, lines, stderr: () => stderr };
}

/** Posts with exactly these headers, and waits for the response. */
export async function post(url: string, headers: string[], content: string | Buffer) {
  // Bytes, because Node encodes headers as UTF-8 if the body is a string.
  const body = Buffer.from(content);
  const length = ["Content-Length", String(body.length)];
  const outgoing = request(url, {
    method: "POST",
    headers: [...headers, "Host", "h", ...length],
  }).end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  // The rest of a body that the receiver does not read is cut when the test ends.
  outgoing.on("error", () => undefined);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status, statusMessage: reason, rawHeaders } = response;
  const bytes = Buffer.concat(chunks);
  return { status, reason, rawHeaders, bytes, body: bytes.toString() };
}
