import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { VerifierOptions } from "@numipay/core";
import type { AdapterCase, ServedAdapter } from "./adapter-fixture.js";
import { type KnownExceptions, withKnownExceptions } from "./known-exceptions.js";
import { postDelivery, type PostResponse, type PostOptions } from "./post-delivery.js";
import { exampleTransaction, signDelivery } from "./sign-delivery.js";
import { delivered } from "./vector-cases.js";
import { vectorBody, vectors, verdictStatus } from "./vectors.js";

/** A verifier under test. */
export interface VerifierUnderTest {
  /**
   * Starts a real server. Its route `/verified` runs the verifier, created with these options, for every method; the handler
   * behind it responds 202 with the verified event as JSON.
   */
  serve(
    options: Omit<VerifierOptions, "signaturePassword"> & { signaturePassword: string[] },
  ): Promise<ServedAdapter>;
}

const password = "verifier-password-9Jw2rX6nB4hC7yTd";

/**
 * The conformance suite for verifiers. Each case runs against a real server: one per contract vector, and one per kind of
 * rejection.
 *
 * @throws Error when a known exception matches no case
 * @example
 * for (const { name, run } of verifierCases({ serve })) test(name, run);
 */
export function verifierCases(
  verifier: VerifierUnderTest,
  exceptions: KnownExceptions = {},
): AdapterCase[] {
  const cases = [...vectorCases(verifier), ...behaviourCases(verifier)];
  return withKnownExceptions(cases, exceptions);
}

type Post = (options: PostOptions) => Promise<PostResponse>;
type Options = Parameters<VerifierUnderTest["serve"]>[0];

async function withServer(
  verifier: VerifierUnderTest,
  options: Options,
  play: (post: Post) => Promise<void>,
): Promise<void> {
  const served = await verifier.serve({ onOutcome: () => undefined, ...options });
  try {
    await play((postOptions) => postDelivery(`${served.url}/verified`, postOptions));
  } finally {
    await served.close();
  }
}

function vectorCases(verifier: VerifierUnderTest): AdapterCase[] {
  return vectors.map((vector) => ({
    name: `vector ${vector.id}: ${vector.why}`,
    run: () =>
      withServer(verifier, { signaturePassword: vector.passwords }, async (post) => {
        const { status, body } = await post({ headers: vector.headers, body: vectorBody(vector) });
        if (vector.verdict === "accept") {
          deepStrictEqual([status, body], [202, JSON.stringify(delivered(vector))]);
        } else {
          // A verifier stores nothing, so an unreadable delivery is malformed.
          const verdict = vector.verdict === "unreadable" ? "malformed" : vector.verdict;
          const rejected = JSON.stringify({ outcome: verdict });
          deepStrictEqual([status, body], [verdictStatus[verdict], rejected]);
        }
      }),
  }));
}

function behaviourCases(verifier: VerifierUnderTest): AdapterCase[] {
  const signed = signDelivery(exampleTransaction(), { signaturePassword: password });
  const toCase = (
    name: string,
    play: (post: Post) => Promise<void>,
    options: Partial<Options> = {},
  ): AdapterCase => ({
    name,
    run: () => withServer(verifier, { signaturePassword: [password], ...options }, play),
  });
  const outcomes: string[] = [];
  return [
    toCase("accepts a repeated delivery", async (post) => {
      for (let time = 0; time < 2; time += 1) strictEqual((await post(signed)).status, 202);
    }),
    toCase(
      "verifies the sent bytes in strict mode",
      async (post) => strictEqual((await post(signed)).status, 202),
      { strict: true },
    ),
    toCase(
      "rejects a body over maxBodyBytes with 413",
      async (post) => strictEqual((await post(signed)).status, 413),
      { maxBodyBytes: 100 },
    ),
    toCase("rejects a compressed body with 415", async (post) => {
      const headers = { ...signed.headers, "content-encoding": "gzip" };
      strictEqual((await post({ ...signed, headers })).status, 415);
    }),
    toCase("rejects other methods with 405 and Allow", async (post) => {
      const { status, headers } = await post({ method: "GET", headers: {} });
      deepStrictEqual([status, headers.allow], [405, "POST"]);
    }),
    toCase(
      "calls onOutcome only for rejections",
      async (post) => {
        outcomes.length = 0;
        await post(signed);
        await post({ ...signed, headers: { ...signed.headers, "x-signature": "A".repeat(40) } });
        deepStrictEqual(outcomes, ["bad-signature"]);
      },
      { onOutcome: ({ outcome }) => void outcomes.push(outcome) },
    ),
    toCase(
      "reads the shape of the contract override",
      async (post) => {
        const wire = { data: { ...exampleTransaction({ tracking_id: "wrapped-1" }) } };
        const { status, body } = await post(signDelivery(wire, { signaturePassword: password }));
        strictEqual(status, 202);
        strictEqual((JSON.parse(body) as { tracking_id: string }).tracking_id, "wrapped-1");
      },
      { contract: { webhook: { at: "data" } } },
    ),
  ];
}
