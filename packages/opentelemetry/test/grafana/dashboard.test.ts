import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findMetrics, listPrometheusNames } from "../prometheus/prometheus-names.js";
import { findProblemsIn, whyNoPromtool } from "../prometheus/promtool.js";

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { uid: string };
  targets?: { expr: string; legendFormat: string; datasource: { uid: string } }[];
}

interface Variable {
  name: string;
  definition?: string;
}

const file = fileURLToPath(new URL("../../grafana/numipay.json", import.meta.url));
const dashboard = JSON.parse(readFileSync(file, "utf8")) as {
  panels: Panel[];
  templating: { list: Variable[] };
};
const { panels } = dashboard;
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const missing = whyNoPromtool();

describe("the dashboard", () => {
  it("uses metrics that exist", () => {
    const known = listPrometheusNames();
    const unknown = expressions.flatMap(findMetrics).filter((name) => !known.includes(name));
    expect(unknown).toEqual([]);
  });

  it("shows every metric", () => {
    const shown = new Set(expressions.flatMap(findMetrics).map(withoutPart));
    const known = new Set(listPrometheusNames().map(withoutPart));
    expect([...known].filter((name) => !shown.has(name))).toEqual([]);
  });

  it("has only variables that are defined", () => {
    const defined = dashboard.templating.list.map(({ name }) => name);
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name);
    const builtIn = ["__rate_interval", "__all"];
    const known = [...defined, ...builtIn];
    expect(used.filter((name) => !known.includes(name as string))).toEqual([]);
    expect(defined.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("reads every panel from the data source that the user chooses", () => {
    for (const { type, datasource, targets = [] } of panels) {
      if (type === "row") continue;
      expect(targets.length).toBeGreaterThan(0);
      for (const uid of [datasource?.uid, ...targets.map((one) => one.datasource.uid)]) {
        expect(uid).toBe("${datasource}");
      }
    }
  });

  it("filters every expression by the chosen jobs", () => {
    for (const expr of expressions) expect(expr).toContain('job=~"$job"');
  });

  it("names its lines by labels that the expression keeps", () => {
    for (const { title, targets = [] } of panels) {
      for (const { expr, legendFormat } of targets) {
        const kept = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(", ") ?? [];
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
        const without = kept.filter((label) => label !== "le");
        expect([title, named]).toEqual([title, isSelfMatch(expr) ? [] : without]);
      }
    }
  });

  it("has panels with their own ids that fill rows without overlaps", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const rows = groupByRow(panels);
    let nextY = 0;
    for (const [y, inRow] of rows) {
      expect(y).toBe(nextY);
      let nextX = 0;
      for (const { gridPos } of inRow) {
        expect(gridPos.x).toBe(nextX);
        expect(gridPos.h).toBe(inRow[0]?.gridPos.h);
        nextX += gridPos.w;
      }
      expect(nextX).toBe(24);
      nextY += inRow[0]?.gridPos.h ?? 0;
    }
  });

  it.skipIf(missing !== undefined)("has expressions that Prometheus parses", async () => {
    expect(await findProblemsIn("check", toRules(expressions))).toBe("");
    expect(await findProblemsIn("check", toRules(["sum(rate(numipay_x[5m])"]))).toContain(
      "could not parse",
    );
  });
});

/** Matches a gauge with the run that is the latest, and returns one number. */
function isSelfMatch(expr: string): boolean {
  return expr.startsWith("max(");
}

function withoutPart(name: string): string {
  return name.replace(/_(?:bucket|count|sum)$/, "");
}

function groupByRow(all: readonly Panel[]): Map<number, Panel[]> {
  const rows = new Map<number, Panel[]>();
  for (const panel of all) {
    rows.set(panel.gridPos.y, [...(rows.get(panel.gridPos.y) ?? []), panel]);
  }
  return rows;
}

/** Recording rules, with the variables as Grafana would replace them. */
function toRules(all: readonly string[]): object {
  const rules = all.map((expr, at) => ({
    record: `panel:${at}`,
    expr: expr
      .replaceAll("$__rate_interval", "5m")
      .replaceAll("$job", "shop|worker")
      .replaceAll("$source", ".*"),
  }));
  return { groups: [{ name: "dashboard", rules }] };
}
