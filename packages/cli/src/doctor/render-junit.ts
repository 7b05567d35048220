import { escapeControls } from "@numipay/core/protocol";
import type { CheckResult } from "./check.js";
import { type Report, toFacts, toSections } from "./report.js";

/** The scorecard as JUnit XML for CI servers. A check that did not run is skipped there, never a success. */
export function renderJunit(report: Report): string {
  const { totals, durationMs } = report;
  const sum = `tests="${report.checks.length}" failures="${totals.failed}" skipped="${totals["not-checked"]}"`;
  const suites = toSections(report).map(({ group, checks }) => {
    const count = (verdict: string): number =>
      checks.filter((check) => check.verdict === verdict).length;
    return [
      `  <testsuite name="${escape(group)}" tests="${checks.length}" failures="${count("failed")}" skipped="${count("not-checked")}">`,
      ...checks.map(renderCase),
      "  </testsuite>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="numipay doctor" ${sum} time="${(durationMs / 1000).toFixed(3)}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function renderCase(check: CheckResult): string {
  const { id, group, title, verdict, observed } = check;
  const facts = toFacts(check)
    .map(([name, text]) => `${name}: ${text}`)
    .join("\n");
  const inside = {
    passed: "",
    failed: `<failure message="${escape(observed)}">${escape(facts)}</failure>`,
    "not-checked": `<skipped message="${escape(observed)}"/>`,
    warned: `<system-out>${escape(`warning\n${facts}`)}</system-out>`,
  }[verdict];
  const name = `name="${escape(title)}" classname="${escape(group)}.${id}"`;
  return inside === "" ? `    <testcase ${name}/>` : `    <testcase ${name}>${inside}</testcase>`;
}

/** XML 1.0 cannot represent most control characters, nor U+FFFE and U+FFFF. */
function escape(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return escapeControls(text)
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?")
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
