import { toPrintable } from "@numipay/core/protocol";
import type { Verdict } from "./check.js";
import { hintsFor, type Report, summarize, toFacts, toSections } from "./report.js";

const words: Record<Verdict, string> = {
  passed: "✅ passed",
  warned: "⚠️ warning",
  failed: "❌ failed",
  "not-checked": "➖ not checked",
};

/** The scorecard as Markdown, such as for a pull request. */
export function renderMarkdown(report: Report): string {
  const tables = toSections(report).map(({ group, checks }) => {
    const rows = checks.map(({ title, verdict, observed }) => {
      return `| ${toCell(title)} | ${words[verdict]} | ${toCell(observed)} |`;
    });
    return [
      `## ${group}`,
      "",
      "| Check | Result | Observed |",
      "| --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  const findings = report.checks
    .filter(({ verdict }) => verdict === "failed" || verdict === "warned")
    .map((check) =>
      [
        `### ${check.id}`,
        "",
        ...toFacts(check).map(([name, text]) => `- **${name}**: ${toCell(text)}`),
        ...hintsFor(check, report.poweredBy).map(([name, hint]) => `- ${name}: ${toCell(hint)}`),
      ].join("\n"),
    );
  const parts = [
    "# Webhook scorecard",
    `${toCell(report.url)}: ${summarize(report)}.`,
    ...tables,
    ...(findings.length === 0 ? [] : ["## How to fix it", ...findings]),
  ];
  return `${parts.join("\n\n")}\n`;
}

const maxCellLength = 2_000;

/** Escapes Markdown and HTML on one line, because the text can come from the endpoint or its ledger. */
function toCell(text: string): string {
  return toPrintable(text.replaceAll(/\s+/g, " "), maxCellLength).replaceAll(
    /[\\`*_{}[\]<>|]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
