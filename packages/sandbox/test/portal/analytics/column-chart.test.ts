import { describe, expect, it } from "vitest";
import { columnChart, type ColumnChart } from "../../../src/portal/analytics/column-chart.js";

const chart: ColumnChart = {
  id: "count",
  title: "Transactions <by> day",
  description: "Two days.",
  series: [
    { name: "Successful", look: "good" },
    { name: "Rejected", look: "bad" },
  ],
  columns: [
    { label: "1 Jan", values: [3, 1] },
    { label: "2 Jan", values: [0, 2] },
  ],
  format: String,
};

/** The bars with their sizes. A full column of 4 is 170 pixels high. */
function bars(svg: string): { look: string; y: number; height: number }[] {
  return [...svg.matchAll(/<rect\s+class="(good|bad)"([^>]*)>/g)].map(
    ([, look = "", rest = ""]) => ({
      look,
      y: Number(/ y="([\d.]+)"/.exec(rest)?.[1]),
      height: Number(/height="([\d.]+)"/.exec(rest)?.[1]),
    }),
  );
}

describe("a column chart", () => {
  it("stacks values in proportion", async () => {
    expect(bars(String(await columnChart(chart)))).toEqual([
      { look: "good", y: 60.5, height: 127.5 },
      { look: "bad", y: 18, height: 42.5 },
      { look: "bad", y: 103, height: 85 },
    ]);
  });

  it("is accessible without inline styles", async () => {
    const svg = String(await columnChart(chart));
    expect(svg).toContain('role="img"');
    expect(svg).toContain('aria-labelledby="count-title count-text"');
    expect(svg).toContain("Transactions &lt;by&gt; day");
    expect(svg).toContain("1 Jan: Successful 3, Rejected 1");
    expect(svg).not.toContain("style=");
  });

  it("formats the axis on its own", async () => {
    const formatTicks = (ticks: readonly number[]) => ticks.map((tick) => `${tick}K`);
    const svg = String(await columnChart({ ...chart, formatTicks }));
    expect([...svg.matchAll(/>(\d)K</g)].map(([, tick]) => tick)).toEqual(["1", "2", "3", "4"]);
    expect(svg).toContain("1 Jan: Successful 3, Rejected 1");
  });

  it("renders empty columns", async () => {
    const empty = { ...chart, columns: [{ label: "1 Jan", values: [0, 0] }] };
    const svg = String(await columnChart(empty));
    expect(bars(svg)).toEqual([]);
    expect(svg).not.toContain("NaN");
  });
});
