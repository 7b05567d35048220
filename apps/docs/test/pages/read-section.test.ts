import { expect, it } from "vitest";
import { readSection } from "../../src/pages/read-section.js";

const page = `# Page

## First step

Text.

### Detail

\`\`\`sh
# no heading
\`\`\`

## Second step`;

it("ends at the next heading of the same level", () => {
  expect(readSection(page, "first-step")).toBe(
    "## First step\n\nText.\n\n### Detail\n\n```sh\n# no heading\n```",
  );
});

it("throws if no heading has the anchor", () => {
  expect(() => readSection(page, "third-step")).toThrow("No heading has the anchor third-step.");
});
