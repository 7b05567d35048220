import { toPrintable } from "@numipay/core/protocol";
import type { Verdict } from "./check.js";
import { hintsFor, type Report, summarize, toFacts, toSections } from "./report.js";

const words: Record<Verdict, string> = {
  passed: "✅ passed",
  warned: "⚠️ warning",
  failed: "❌ failed",
  "not-checked": "➖ not checked",
};

/** The scorecard as a Markdown page, such as for a pull request. */
export function renderMarkdown(report: Report): string {
  const tables = toSections(report).map(({ group, checks }) => {
    const rows = checks.map(({ title, verdict, seen }) => {
      return `| ${toCell(title)} | ${words[verdict]} | ${toCell(seen)} |`;
    });
    return [`## ${group}`, "", "| check | verdict | seen |", "| --- | --- | --- |", ...rows].join(
      "\n",
    );
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
    ...(findings.length === 0 ? [] : ["## What to change", ...findings]),
  ];
  return `${parts.join("\n\n")}\n`;
}

const longestCell = 2_000;

/** On one line, and without what Markdown or HTML would read into it: words of the endpoint and its books are in here. */
function toCell(text: string): string {
  return toPrintable(text.replaceAll(/\s+/g, " "), longestCell).replaceAll(
    /[\\`*_{}[\]<>|]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
