import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/doctor/check.js";
import { renderJunit } from "../../src/doctor/render-junit.js";
import { renderMarkdown } from "../../src/doctor/render-markdown.js";
import { renderScorecard } from "../../src/doctor/render-scorecard.js";
import type { Report } from "../../src/doctor/report.js";
import { render } from "../../src/text/render.js";

/** Text that an endpoint's ledger could contain. */
const hostile = 'a|b <script>"x"</script> ]]> & \u001B[2J\u0000 `*_[x](y)';

const advice = { change: "Fix this.", hints: { Express: "one way", Koa: "another way" } };

function result(id: string, verdict: CheckResult["verdict"], observed = "401"): CheckResult {
  return {
    id,
    group: "Forged deliveries",
    title: `title of ${id}`,
    sent: "something",
    expected: "4xx",
    why: "money",
    advice,
    verdict,
    observed,
  };
}

function reportOf(checks: CheckResult[]): Report {
  const count = (verdict: string) => checks.filter((check) => check.verdict === verdict).length;
  return {
    url: "http://127.0.0.1:1/webhook",
    isPassed: count("failed") === 0,
    totals: {
      passed: count("passed"),
      warned: count("warned"),
      failed: count("failed"),
      "not-checked": count("not-checked"),
    },
    ordersUsed: 3,
    durationMs: 1234,
    checks,
  };
}

const report = reportOf([
  result("one", "passed"),
  result("two", "failed", hostile),
  result("three", "warned"),
  result("four", "failed"),
  result("five", "not-checked", "needs a ledger"),
]);

/** The scorecard as a terminal of this width shows it. */
function show(shown: Report, { isVerbose = false, width = 80 } = {}): string {
  const layout = { width, tableWidth: width, clean: (text: string) => text };
  return render(renderScorecard(shown, { isVerbose }), layout, { hasColors: false });
}

describe("the scorecard", () => {
  it("begins with the verdict and the first fix", () => {
    expect(show(report).split("\n", 3)).toEqual([
      "✘ 2 of 5 checks failed: http://127.0.0.1:1/webhook",
      "  1 passed, 2 failed, 1 warning, 1 not checked.",
      "  Fix first: two (title of two).",
    ]);
    expect(show(reportOf([result("one", "passed")]))).toBe(
      "✔ Every check passed: http://127.0.0.1:1/webhook\n  1 passed, 0 failed.\n\n  Forged deliveries  1 passed\n",
    );
    expect(show(reportOf([result("one", "warned")]))).toMatch(/^! No check failed, with 1 warning/);
  });

  it("counts passed checks and says why others did not run", () => {
    expect(show(report)).toContain(
      "\n  Forged deliveries  1 passed, 2 failed, 1 warning, 1 not checked\n",
    );
    expect(show(report)).toContain("\n– 1 not checked: needs a ledger\n");
    expect(show(report)).not.toContain("title of one");
  });

  it("lists every check and its details with isVerbose", () => {
    expect(show(report, { isVerbose: true })).toContain("\n  ✔ title of one\n");
    expect(show(report, { isVerbose: true })).toContain("\n  – title of five: needs a ledger\n");
    for (const name of ["Sent", "Expected", "Why"]) {
      expect(show(report)).not.toMatch(new RegExp(`^  ${name} `, "m"));
      expect(show(report, { isVerbose: true })).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it("escapes control characters", () => {
    for (const isVerbose of [false, true]) {
      const text = show(report, { isVerbose });
      expect(text).toContain("\\u001b[2J\\u0000");
      // oxlint-disable-next-line no-control-regex -- the test looks for them
      expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/);
    }
  });

  it("groups findings with the same fix", () => {
    const text = show(report, { isVerbose: true });
    expect(text.match(/Fix this\./g)).toHaveLength(1);
    expect(text.match(/^ {2}Why/gm)).toHaveLength(1);
    expect(text.match(/^[✘!] (?:two|three|four): /gm)).toHaveLength(3);
  });

  it.each([60, 80, 100])("wraps at %i columns", (width) => {
    const long = reportOf([result("long", "failed", "many words ".repeat(40))]);
    const widths = show(long, { width, isVerbose: true })
      .split("\n")
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    expect(Math.max(...widths)).toBeGreaterThan(width - 12);
  });
});

describe("the report", () => {
  it("writes every check to JUnit", () => {
    const xml = renderJunit(report);
    expect(xml.match(/<testcase /g)).toHaveLength(5);
    expect(xml).toContain(
      '<testsuites name="numipay doctor" tests="5" failures="2" skipped="1" time="1.234">',
    );
    expect(xml).toContain(
      'classname="Forged deliveries.five"><skipped message="needs a ledger"/></testcase>',
    );
    expect(xml).toContain("<system-out>warning");
  });

  it("escapes XML in JUnit", () => {
    const xml = renderJunit(report);
    expect(xml).toContain(
      'message="a|b &lt;script&gt;&quot;x&quot;&lt;/script&gt; ]]&gt; &amp; \\u001b[2J\\u0000 `*_[x](y)"',
    );
    // oxlint-disable-next-line no-control-regex -- the test looks for them
    expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/);
  });

  it("escapes HTML and links in Markdown", () => {
    const page = renderMarkdown(report);
    expect(page).not.toContain("<script>");
    const row = page.split("\n").find((line) => line.includes("title of two"));
    expect(row?.split("|")).toHaveLength(5);
    expect(page).not.toContain("[x](y)");
  });
});
