import { execFile } from "node:child_process";
import { constants } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { selfSigned } from "./self-signed.js";

// Node reads NODE_EXTRA_CA_CERTS only at startup, so the client runs in its own process.
const client = `
  const { Numipay } = await import(process.env.CORE);
  const { payouts, transactions } = new Numipay({ apiKey: "k", baseUrl: process.env.BASE_URL });
  await transactions.list(); // opens the connection that the payout is sent on
  const payout = { tracking_id: "payout-1", user_id: "u", currency: "EUR", amount: "100.00" };
  const error = await payouts.request(payout).then(() => "no error", (thrown) => thrown);
  console.log(JSON.stringify({ code: error.code, cause: error.cause?.message }));
`;

describe("an expired certificate in a TLS renegotiation", () => {
  // Regression: a rejected certificate counted as "not sent", but the renegotiation checks it after the payout has arrived.
  it("leaves the outcome unknown", async () => {
    // Certificate times are in whole seconds: three leave at least two for the handshake.
    const notAfter = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_000);
    const { key, cert } = selfSigned({ host: "localhost", notAfter });
    const posts: string[] = [];
    const secureOptions =
      constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION;
    const tls = { key, cert, secureOptions, maxVersion: "TLSv1.2" } as const;
    const server = createServer(tls, (request, response) => {
      if (request.method === "GET") return void response.end("[]");
      posts.push(request.url ?? "");
      const renegotiate = (): void =>
        void (request.socket as TLSSocket).renegotiate({}, () => response.end("{}"));
      setTimeout(renegotiate, notAfter.getTime() - Date.now() + 1_100);
      return undefined;
    });
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const folder = await mkdtemp(join(tmpdir(), "numipay-renegotiation-"));
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    });
    const certFile = join(folder, "cert.pem");
    await writeFile(certFile, cert);

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", client],
      {
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: certFile,
          CORE: new URL("../../dist/index.js", import.meta.url).href,
          BASE_URL: `https://localhost:${(server.address() as AddressInfo).port}`,
        },
      },
    );
    expect(posts).toEqual(["/payouts/request"]);
    expect(JSON.parse(stdout)).toEqual({
      code: "outcome_unknown",
      cause: expect.stringMatching(/^the certificate was rejected: CERT_HAS_EXPIRED\. /),
    });
  }, 60_000);
});
