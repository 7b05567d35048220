import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { outcomeResponses } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { type AlertCase, alertCases } from "./alert-cases.js";
import { findLabels, findMetrics, listPrometheusNames } from "./prometheus-names.js";
import { findProblems, findProblemsIn, whyNoPromtool } from "./promtool.js";
import { readRules, rulesPath } from "./read-rules.js";

const missing = whyNoPromtool();
if (missing !== undefined) console.log(`Skipped: the alert rules are not played: ${missing}.`);

const rules = readRules();
const alerts = rules.filter(({ alert }) => alert !== undefined);
const monitoringPage = readFileSync(
  fileURLToPath(new URL("../../../../docs/operations/monitoring.md", import.meta.url)),
  "utf8",
);

/** Labels of the target, and those that the instrumentation sets. */
const knownLabels = [
  "job",
  "numipay_account",
  "numipay_operation",
  "numipay_outcome",
  "numipay_source",
  "numipay_event_type",
  "http_response_status_code",
  "error_type",
  "messaging_destination_name",
];

const knownOutcomes = new Set([
  ...Object.keys(outcomeResponses),
  // Of a call, a call of the outbox, and a run of reconcile or recover.
  "unknown",
  "failed",
  "complete",
]);

describe.each(rules.map((rule) => ({ ...rule, name: rule.alert ?? rule.record })))(
  "the rule $name",
  ({ expr }) => {
    it("uses metrics that exist", () => {
      const known = [...listPrometheusNames(), ...rules.map(({ record }) => record)];
      expect(findMetrics(expr)).not.toEqual([]);
      expect(findMetrics(expr).filter((name) => !known.includes(name))).toEqual([]);
    });

    it("uses labels and outcomes that exist", () => {
      expect(findLabels(expr).filter((label) => !knownLabels.includes(label))).toEqual([]);
      const outcomes = [...expr.matchAll(/numipay_outcome!?="([^"]*)"/g)].map(([, name]) => name);
      expect(outcomes.filter((name) => !knownOutcomes.has(name as string))).toEqual([]);
    });
  },
);

describe.each(alerts)("the alert $alert", ({ alert = "", expr, labels, annotations = {} }) => {
  it("has a severity, a summary, a description and a section in the runbook", () => {
    expect(["critical", "warning"]).toContain(labels?.["severity"]);
    const { summary = "", description = "", runbook_url } = annotations;
    for (const text of [summary, description]) expect(text).toMatch(/^[A-Z{a-z].*\.$/);
    expect(runbook_url).toBe(
      `https://github.com/numipay/numipay-node/blob/main/docs/operations/monitoring.md#${alert.toLowerCase()}`,
    );
    expect(monitoringPage).toContain(`\n### ${alert}\n`);
  });

  it("describes itself with labels that it has", () => {
    const used = Object.values(annotations).flatMap((text) =>
      [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label),
    );
    const grouped = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(", ") ?? [];
    expect(used.filter((label) => !grouped.includes(label as string))).toEqual([]);
  });

  it("is played firing", () => {
    expect(alertCases.some(({ firing }) => alert in firing)).toBe(true);
  });
});

it("the runbook has no section of an alert that does not exist", () => {
  const sections = [...monitoringPage.matchAll(/^### (Numipay\w+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(alerts.map(({ alert }) => alert));
});

describe.skipIf(missing !== undefined)("the alert rules", () => {
  it("are valid", async () => {
    expect(await findProblems(["check", "rules", rulesPath])).toBe("");
  });

  it("fire where they should, and nowhere else", { timeout: 150_000 }, async () => {
    // Together, because each run of promtool takes a while. Alone only to name what failed.
    const problems = await findProblemsIn("test", toPromtoolTest(alertCases));
    const failed: string[] = [];
    for (const one of problems === "" ? [] : alertCases) {
      const own = await findProblemsIn("test", toPromtoolTest([one]));
      if (own !== "") failed.push(`when ${one.title}: ${own}`);
    }
    expect(failed).toEqual([]);
    expect(problems).toBe("");
  });

  it("are not taken for silent when they fire", async () => {
    const conflicts = alertCases.filter(({ firing }) => "NumipayConflict" in firing);
    const wrong = conflicts.map((one) => ({ ...one, firing: {} }));
    const problems = await findProblemsIn("test", toPromtoolTest(wrong));
    expect(problems).toContain('alertname="NumipayConflict"');
  });

  it("describe what they found", async () => {
    const failing =
      'numipay_webhook_delivery_duration_seconds_count{job="shop",numipay_source="webhook",numipay_event_type="deposit.successful"';
    const problem = await findProblemsIn("test", {
      rule_files: [rulesPath],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: [
            { series: `${failing},numipay_outcome="handler-failed"}`, values: "0+1x60" },
            { series: `${failing},numipay_outcome="processed"}`, values: "0+3x60" },
            {
              series: 'numipay_recover_last_complete_seconds{job="shop",numipay_account="eu"}',
              values: "0+0x60",
            },
          ],
          alert_rule_test: [
            {
              eval_time: "30m",
              alertname: "NumipayHandlerFailures",
              exp_alerts: [
                {
                  exp_labels: {
                    severity: "critical",
                    job: "shop",
                    numipay_event_type: "deposit.successful",
                  },
                  exp_annotations: {
                    summary: "Handlers of deposit.successful fail.",
                    description:
                      "In shop, 25% of the deposit.successful events failed in their handlers. The gateway stops retrying after 70 minutes.",
                    runbook_url: `https://github.com/numipay/numipay-node/blob/main/docs/operations/monitoring.md#numipayhandlerfailures`,
                  },
                },
              ],
            },
            {
              eval_time: "30m",
              alertname: "NumipayRecoverLag",
              exp_alerts: [
                {
                  exp_labels: { severity: "warning", job: "shop", numipay_account: "eu" },
                  exp_annotations: {
                    summary: "No complete recover run for 30m 0s.",
                    description: "Unknown outcomes of account eu in shop are not resolved.",
                    runbook_url: `https://github.com/numipay/numipay-node/blob/main/docs/operations/monitoring.md#numipayrecoverlag`,
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    expect(problem).toBe("");
  });
});

/** A file for `promtool test rules`, which expects exactly these alerts to fire. */
function toPromtoolTest(cases: readonly AlertCase[]): object {
  return {
    rule_files: [rulesPath],
    // Half as many evaluations take half the time.
    evaluation_interval: "2m",
    tests: cases.map(({ series, atMinutes, firing }) => ({
      interval: "1m",
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
          eval_time: `${atMinutes}m`,
          exp_samples: Object.entries(firing).map(([alertname, value]) => ({
            labels: `{alertname="${alertname}"}`,
            value,
          })),
        },
      ],
    })),
  };
}
