import { AssertionError } from "node:assert";
import { createReceiver, createVerifier, type Delivery, type Verified } from "@numipay/core";
import { respondNode, fromNodeRequest, type NodeRequest } from "@numipay/core/node";
import { describe, expect, it } from "vitest";
import { verifierCases, type VerifierUnderTest } from "../src/verifier-cases.js";
import { serveListener } from "./serve-listener.js";

type Options = Parameters<VerifierUnderTest["serve"]>[0];
type Verify = (delivery: Delivery<NodeRequest>) => Promise<Verified>;

/** A verifier on `node:http`. A defect is in `toVerify` or `toStatus`. */
function verifier(
  toVerify: (options: Options) => Verify,
  toStatus: (status: number) => number = (same) => same,
): VerifierUnderTest {
  return {
    serve(options) {
      const verify = toVerify(options);
      return serveListener((incoming, outgoing) => {
        void verify(fromNodeRequest(incoming)).then(({ event, response }) => {
          if (event !== undefined) return outgoing.writeHead(202).end(JSON.stringify(event));
          return respondNode(outgoing, { ...response, status: toStatus(response.status) });
        });
      });
    },
  };
}

/** The names of the cases that a verifier fails. */
async function failuresOf(broken: VerifierUnderTest): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of verifierCases(broken)) {
    await run().catch((error: unknown) => {
      failures.push(error instanceof AssertionError ? name : `${name} (${String(error)})`);
    });
  }
  return failures;
}

describe("verifierCases", () => {
  it("passes for a correct verifier", async () => {
    expect(await failuresOf(verifier((options) => createVerifier(options as object)))).toEqual([]);
  });

  it.each<[string, VerifierUnderTest, RegExp]>([
    [
      "applies the event",
      verifier((options) => {
        const receiver = createReceiver<NodeRequest>(options as object);
        return async (delivery) => {
          const { outcome } = await receiver.receive({ ...delivery });
          return outcome === "unhandled"
            ? { event: {} as never, response: undefined }
            : { event: undefined, response: { outcome, status: 409, headers: {}, body: "" } };
        };
      }),
      /^accepts a repeated delivery/,
    ],
    [
      "responds 400 to every rejection",
      verifier(
        (options) => createVerifier(options as object),
        () => 400,
      ),
      /^rejects a compressed body with 415/,
    ],
    [
      "ignores strict, maxBodyBytes and contract",
      verifier(({ signaturePassword }) =>
        createVerifier({ signaturePassword, onOutcome: () => undefined }),
      ),
      /^(?:rejects a body over maxBodyBytes|reads the shape)/,
    ],
    [
      "accepts everything",
      verifier(
        () => () =>
          Promise.resolve({ event: { transaction_id: "any" } as never, response: undefined }),
      ),
      /^vector /,
    ],
  ])("detects a verifier that %s", async (_what, broken, name) => {
    expect((await failuresOf(broken)).filter((failure) => name.test(failure))).not.toEqual([]);
  });
});
