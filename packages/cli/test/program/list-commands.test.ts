import { describe, expect, it } from "vitest";
import { listCommands } from "../../src/index.js";

describe("listCommands", () => {
  it("lists every command with its arguments and options", () => {
    const listed = listCommands();
    expect(listed.map(({ words }) => words.join(" "))).toEqual(
      expect.arrayContaining(["", "trigger", "payments hosted", "ledger diff"]),
    );
    const trigger = listed.find(({ words }) => words[0] === "trigger");
    expect(trigger).toMatchObject({
      summary: "Send a signed event to a webhook endpoint",
      arguments: [{ name: "event", isRequired: true }],
    });
    expect(trigger?.arguments[0]?.suggestions).toContain("deposit.successful");
    expect(trigger?.options).toContainEqual({
      flag: "--to",
      value: "url",
      isRequired: true,
      description: "URL of the endpoint. Required.",
      choices: undefined,
      suggestions: undefined,
    });
    expect(trigger?.options.find(({ flag }) => flag === "--json")?.value).toBeUndefined();
    expect(trigger?.options.find(({ flag }) => flag === "--serialization")?.choices).toContain(
      "compact",
    );
  });
});
