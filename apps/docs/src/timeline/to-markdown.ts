import {
  describeAttempts,
  describeDifferences,
  describeResponse,
  toTime,
} from "./describe-step.js";
import type { Recording, Step } from "./recording.js";

/** The recording as text, for coding agents. */
export function toMarkdown({ faults }: Recording): string {
  return faults
    .map(({ title, summary, result, steps, control }) =>
      [
        `## ${title}`,
        summary,
        steps.map(toItem).join("\n"),
        result,
        ...(control === null ? [] : [`Without inbox and outbox: ${control.result}`]),
      ].join("\n\n"),
    )
    .join("\n\n");
}

function toItem(step: Step, index: number): string {
  const { at, title, exchange, shop } = step;
  const lines =
    exchange === null
      ? []
      : [
          `${exchange.from} to ${exchange.to}: \`${exchange.method} ${exchange.path}\``,
          ...(exchange.body === "" ? [] : [`body: \`${exchange.body}\``]),
          `response: \`${describeResponse(exchange)}\``,
        ];
  const details = [
    ...lines,
    describeAttempts(step),
    `wallet ${shop.wallet}, on hold ${shop.onHold}, ${shop.entries.length} ledger rows`,
    describeDifferences(step),
  ].filter((line) => line !== "");
  return [`${index + 1}. ${toTime(at)} ${title}`, ...details.map((line) => `   - ${line}`)].join(
    "\n",
  );
}
