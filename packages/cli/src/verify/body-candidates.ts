import { asIs, type Candidate, type Deviation, distinct } from "./deviation.js";
import { type JsonLeaf, type JsonNode, readJsonTokens } from "./json-tokens.js";
import { numberSerializations, stringSerializations } from "./leaf-serializations.js";
import { allKeyOrders, keyOrders } from "./key-orders.js";
import { type JsonStyle, spellJson } from "./spell-json.js";
import { sourceCandidates } from "./source-candidates.js";

type Blanks = Pick<JsonStyle, "comma" | "colon" | "indent">;

const compact: Blanks = { comma: ",", colon: ":", indent: undefined };

const blankStyles: readonly Blanks[] = [
  compact,
  { comma: ", ", colon: ": ", indent: undefined },
  { comma: ",", colon: ": ", indent: "  " },
  { comma: ",", colon: ": ", indent: "    " },
  { comma: ",", colon: ": ", indent: "\t" },
];

const reformatted: Deviation = {
  code: "reformatted",
  found:
    "The body has other blanks and line breaks than what was signed: it was pretty-printed, or parsed and written anew.",
  todo: "Verify the bytes as they came in, before any body parser or logger has turned them into something nicer.",
};

/** Past this, the search ends: a payload has a handful of serializations, and somebody waits for the answer. */
const mostCandidates = 20_000;

/**
 * Every text that may have been signed, judged by the body in hand; those with the fewest differences first.
 *
 * @param fields in the order in which they are documented
 */
export function bodyCandidates(bytes: Uint8Array, fields: readonly string[]): Candidate<string>[] {
  const sources = sourceCandidates(bytes);
  // The sources first: "a line break at the end" says more than "other blanks".
  return distinct([...sources, ...sources.flatMap((source) => reserialize(source, fields))]).slice(
    0,
    mostCandidates,
  );
}

function reserialize(
  { value: text, deviations }: Candidate<string>,
  fields: readonly string[],
): Candidate<string>[] {
  const node = readJsonTokens(text);
  if (node === undefined) return [];
  const candidates: Candidate<string>[] = [];
  for (const numbers of numberChoices(node)) {
    for (const strings of stringSerializations) {
      const leaf = (part: JsonLeaf): string => {
        if (part.kind === "string") return strings.value(part.source);
        return numbers.value.get(part.source) ?? part.source;
      };
      for (const blanks of blankStyles) {
        const plain = spellJson(node, { leaf, ...blanks, order: undefined });
        const isSameStyle =
          spellJson(node, { leaf: asWritten, ...blanks, order: undefined }) === text;
        const style = isSameStyle ? [] : [reformatted];
        const before = [...deviations, ...numbers.deviations, ...strings.deviations, ...style];
        candidates.push({ value: plain, deviations: before });
        // Another order on top of three other differences is no explanation any more.
        if (before.length > 2) continue;
        for (const order of keyOrders(node, fields)) {
          candidates.push({
            value: spellJson(node, { leaf, ...blanks, order: order.value }),
            deviations: [...before, ...order.deviations],
          });
        }
      }
    }
  }
  return distinct(candidates);
}

/** The body in every order of its fields, written compactly: for the end of the search. */
export function* reorderedCandidates(bytes: Uint8Array): Generator<Candidate<string>> {
  for (const { value: text, deviations } of sourceCandidates(bytes)) {
    const node = readJsonTokens(text);
    if (node === undefined) continue;
    for (const order of allKeyOrders(node)) {
      const value = spellJson(node, { leaf: asWritten, ...compact, order: order.value });
      yield { value, deviations: [...deviations, ...order.deviations] };
    }
  }
}

const asWritten = ({ source }: JsonLeaf): string => source;

type NumberChoice = Candidate<ReadonlyMap<string, string>>;

/** Which serialization stands for which number: each combination for one or two numbers, one decimal form for all of more. */
function numberChoices(node: JsonNode): NumberChoice[] {
  const numbers = [...new Set(numbersOf(node))];
  const serializations = numbers.map((source) => ({
    source,
    candidates: numberSerializations(source),
  }));
  if (numbers.length > 2) {
    const forms = Math.max(...serializations.map(({ candidates }) => candidates.length));
    const uniform = Array.from({ length: forms }, (_, form) => {
      const chosen = serializations.map(({ source, candidates }) => ({
        source,
        candidate: candidates[form] ?? asIs(source),
      }));
      return {
        value: new Map(chosen.map(({ source, candidate }) => [source, candidate.value])),
        deviations: chosen.flatMap(({ candidate }) => candidate.deviations).slice(0, 1),
      };
    });
    return [asIs(new Map()), ...uniform];
  }
  let choices: NumberChoice[] = [asIs(new Map())];
  for (const { source, candidates } of serializations) {
    choices = choices.flatMap((choice) =>
      candidates.map(({ value, deviations }) => ({
        value: new Map([...choice.value, [source, value]]),
        deviations: [...choice.deviations, ...deviations],
      })),
    );
  }
  return choices;
}

function numbersOf(node: JsonNode): string[] {
  if (node.kind === "number") return [node.source];
  if (node.kind === "object") return node.entries.flatMap(([, value]) => numbersOf(value));
  return node.kind === "array" ? node.items.flatMap(numbersOf) : [];
}
