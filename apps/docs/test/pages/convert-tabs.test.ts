import { expect, it } from "vitest";
import { convertTabs } from "../../src/pages/convert-tabs.js";

const page = `Before.

<!-- tabs -->

**Express**

\`\`\`ts serve
const app = 1;
\`\`\`

**Koa**

<!-- it waits -->

\`\`\`ts no-run
const koa = 2;
\`\`\`

<!-- /tabs -->

After.`;

it("turns named code blocks into tabs", () => {
  expect(convertTabs(page)).toBe(`Before.

::: code-group

\`\`\`ts serve [Express]
const app = 1;
\`\`\`

\`\`\`ts no-run [Koa]
const koa = 2;
\`\`\`

:::

After.`);
});

it("leaves other pages alone", () => {
  expect(convertTabs("**Bold**\n\n```ts\n```\n")).toBe("**Bold**\n\n```ts\n```\n");
});
