// What an editor shows on hover: every field and option of the public interfaces has a text, every client method an example.
import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const core = new URL("../../packages/core/src/", import.meta.url);

/** The members of the exported interfaces of a file, with the comment above each. */
function membersOf(file) {
  const text = readFileSync(new URL(file, core), "utf8");
  const { program, comments } = parseSync(file, text);
  const interfaces = program.body
    .map((statement) => ("declaration" in statement ? statement.declaration : undefined))
    .filter((declaration) => declaration?.type === "TSInterfaceDeclaration");
  return interfaces.flatMap(({ id, body }) =>
    body.body.map((member) => {
      const above = comments.find(
        (comment) =>
          comment.end < member.start && text.slice(comment.end, member.start).trim() === "",
      );
      const name = "key" in member && "name" in member.key ? String(member.key.name) : "call";
      return { name: `${id.name}.${name}`, kind: member.type, comment: above?.value ?? "" };
    }),
  );
}

const files = (folder) =>
  readdirSync(new URL(folder, core))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);

/** Every public name of the core. */
const exported = new Set(
  readFileSync(new URL("../../docs/public-exports/core.txt", import.meta.url), "utf8").match(
    /\w+/g,
  ),
);

describe("hover texts", () => {
  it("describe every member of a public interface", () => {
    const members = ["protocol", "client", "webhooks", "reconcile"]
      .flatMap(files)
      .flatMap(membersOf)
      .filter(({ name }) => exported.has(name.split(".")[0]))
      // The comment of the interface describes the call.
      .filter(({ kind }) => kind !== "TSCallSignatureDeclaration");
    expect(members.length).toBeGreaterThan(100);
    expect(members.filter(({ comment }) => !comment.startsWith("*"))).toEqual([]);
  });

  it("have an example for every method of the client", () => {
    const methods = ["payments", "payouts", "transactions", "request"]
      .flatMap((name) => membersOf(`client/${name}.ts`))
      .filter(({ name }) => /^(Payments|Payouts|Transactions|RequestOperation)\./.test(name))
      .filter(({ kind }) => kind !== "TSPropertySignature");
    expect(methods.length).toBeGreaterThan(9);
    expect(methods.filter(({ comment }) => !comment.includes("@example"))).toEqual([]);
  });
});
