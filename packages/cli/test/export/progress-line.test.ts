import { describe, expect, it } from "vitest";
import { createProgressLine } from "../../src/export/progress-line.js";
import type { Terminal } from "../../src/terminal/terminal.js";

/** A terminal that records progress lines. */
function recordTerminal(isStderrTty: boolean, columns: number) {
  const printed: string[] = [];
  const terminal: Pick<Terminal, "isStderrTty" | "columns" | "redraw"> = {
    isStderrTty,
    columns,
    redraw: (line) => void printed.push(line),
  };
  return { terminal, printed };
}

describe("createProgressLine", () => {
  it("overwrites one line and clears it", () => {
    const { terminal, printed } = recordTerminal(true, 80);
    const progress = createProgressLine(terminal);
    progress.show(1, 4, "12 transactions");
    progress.show(4, 4, "40 transactions");
    progress.clear();
    expect(printed).toEqual([
      `${"█".repeat(8)}${"░".repeat(22)}  25%  12 transactions`,
      `${"█".repeat(30)} 100%  40 transactions`,
      "",
    ]);
  });

  it("never wraps on a narrow terminal", () => {
    const { terminal, printed } = recordTerminal(true, 20);
    createProgressLine(terminal).show(1, 2, "123456789 transactions, up to 2026-01-07");
    expect(printed[0]).toHaveLength(19);
  });

  it("prints nothing without a terminal", () => {
    const { terminal, printed } = recordTerminal(false, 80);
    const progress = createProgressLine(terminal);
    progress.show(1, 2, "12 transactions");
    progress.clear();
    expect(printed).toEqual([]);
  });
});
