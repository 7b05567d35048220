import { describe, expect, it } from "vitest";
import { findProblems, generateSkills, readApi } from "../generate-skills.mjs";
import { findUnknownNames } from "../skills/find-unknown-names.mjs";
import { listItems, readSections } from "../skills/read-readme.mjs";
import { toSkill } from "../skills/to-skill.mjs";

const readme = `# @numipay/koa

Receive [webhooks](https://example.org)
in Koa.

\`\`\`sh
npm install @numipay/koa
# not a heading
\`\`\`

\`\`\`ts no-run
import { numipayWebhook } from "@numipay/koa";
\`\`\`

## Options
`;

const rules = `# @numipay/mcp

## @numipay/koa

- Not a rule.

## Rules for coding agents

### All packages

- Never use floats.

### @numipay/koa

- Never set the response
  yourself. See [how](https://example.org).
`;

const source = { folder: "koa", name: "@numipay/koa", description: 'Koa "3"', readme, rules };

describe("a skill file", () => {
  it("has the intro, the example and the rules", () => {
    expect(toSkill(source)).toBe(`---
name: numipay-koa
description: "Koa \\"3\\". Use when you write, review or debug code that uses @numipay/koa."
---

# @numipay/koa

Receive webhooks in Koa.

## Integrate

\`\`\`sh
npm install @numipay/koa
# not a heading
\`\`\`

\`\`\`ts
import { numipayWebhook } from "@numipay/koa";
\`\`\`

## Rules

- Never set the response yourself. See how.
- Never use floats.

## More

Read \`README.md\` beside this file before you use anything that is not shown here. Its sections: Options.
`);
  });

  it.each([
    [{ folder: "new" }, "has no row in exampleSections"],
    [{ readme: "# @numipay/koa\n\nText.\n" }, 'no section "@numipay/koa" with an example'],
    [{ name: "@numipay/new" }, "has no rules for @numipay/new"],
  ])("needs %j", (changed, message) => {
    expect(() => toSkill({ ...source, ...changed })).toThrow(message);
  });

  it("has at most 80 lines", () => {
    const api = { exports: new Set(), words: new Set(), commands: new Set() };
    expect(findProblems("a", "x\n".repeat(80), api)).toEqual([]);
    expect(findProblems("a", "x\n".repeat(81), api)).toHaveLength(1);
  });
});

describe("the names in a skill file", () => {
  const api = {
    exports: new Set(["@numipay/core Numipay", "@numipay/core/node fromNodeRequest"]),
    words: new Set(["payments", "direct", "NUMIPAY_API_KEY", "timeout"]),
    commands: new Set(["doctor"]),
  };

  it.each([
    "Call `payments.direct(request)` with `NUMIPAY_API_KEY` and `--timeout`.",
    'Amounts are `"200.00"`. Run `npx @numipay/cli doctor`.',
    '```ts\nimport { Numipay as Client } from "@numipay/core";\nimport { other } from "other";\n```',
    "```ts\nconst unknownName = 1; // `notAnExport`\n```",
  ])("exist in %s", (skill) => {
    expect(findUnknownNames(skill, api)).toEqual([]);
  });

  it.each([
    ["Call `payments.pay()`.", "pay"],
    ["Set `NUMIPAY_KEY`.", "NUMIPAY_KEY"],
    ["Pass `--time-out`.", "time-out"],
    ["Run `npx @numipay/cli check`.", "check`."],
    ['```ts\nimport { Numipays } from "@numipay/core";\n```', "@numipay/core Numipays"],
    ['```ts\nimport { Numipay } from "@numipay/core/client";\n```', "@numipay/core/client Numipay"],
  ])("are missing in %s", (skill, name) => {
    expect(findUnknownNames(skill, api)).toEqual([name]);
  });
});

describe("the sections of a page", () => {
  it("end at the next heading, and keep lists", () => {
    const sections = readSections(rules);
    expect(sections.map(({ title, level }) => `${level} ${title}`)).toEqual([
      "1 @numipay/mcp",
      "2 @numipay/koa",
      "2 Rules for coding agents",
      "3 All packages",
      "3 @numipay/koa",
    ]);
    expect(listItems(sections[1])).toEqual(["Not a rule."]);
  });
});

describe("the skill files of this repository", () => {
  it("name only what exists", async () => {
    const api = readApi();
    for (const [path, skill] of await generateSkills()) {
      expect(findProblems(path, skill, api)).toEqual([]);
    }
  });
});
