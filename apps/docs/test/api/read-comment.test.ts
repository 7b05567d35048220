import { expect, it } from "vitest";
import { readComment } from "../../src/api/read-comment.js";

it("reads the text and every tag of a comment", () => {
  const comment = readComment(`/**
     * Adds an account,
     * such as \`"shop"\` of @numipay/redis.
     *
     * - one
     * @param name of the account
     * @param options.timeoutMs in
     *   milliseconds
     * @returns the account
     * @throws InvalidOptionError when it exists
     * @throws Error otherwise
     */`);
  expect(comment).toEqual({
    summary: 'Adds an account,\nsuch as `"shop"` of @numipay/redis.\n\n- one',
    params: [
      { name: "name", text: "of the account" },
      { name: "options.timeoutMs", text: "in\n  milliseconds" },
    ],
    returns: "the account",
    throws: ["InvalidOptionError when it exists", "Error otherwise"],
    examples: [],
  });
});

it("keeps the decorators and the indentation of an example", () => {
  const { examples } = readComment(`/**
 * @example
 * class Shop {
 *   @OnEvent("deposit.*")
 *   pay() {}
 * }
 * @example
 * @Injectable()
 * class Other {}
 */`);
  expect(examples).toEqual([
    'class Shop {\n  @OnEvent("deposit.*")\n  pay() {}\n}',
    "@Injectable()\nclass Other {}",
  ]);
});

it("reads a comment of one line", () => {
  expect(readComment("/** One line. */").summary).toBe("One line.");
});

it("begins no tag with the name of a package", () => {
  expect(readComment("/** From\n * @numipay/core. */").summary).toBe("From\n@numipay/core.");
});

it("rejects a tag that the page would not show", () => {
  expect(() => readComment("/** Text.\n * @deprecated use another */")).toThrow(
    'The tag of "@deprecated use another" is unknown.',
  );
});
