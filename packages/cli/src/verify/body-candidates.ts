import { asIs, type Candidate, type Deviation, distinct } from "./deviation.js";
import { type JsonLeaf, type JsonNode, readJsonTokens } from "./json-tokens.js";
import { numberSerializations, stringSerializations } from "./leaf-serializations.js";
import { allKeyOrders, keyOrders } from "./key-orders.js";
import { type JsonStyle, serializeJson } from "./serialize-json.js";
import { sourceCandidates } from "./source-candidates.js";

type Whitespace = Pick<JsonStyle, "comma" | "colon" | "indent">;

const compact: Whitespace = { comma: ",", colon: ":", indent: undefined };

const whitespaceStyles: readonly Whitespace[] = [
  compact,
  { comma: ", ", colon: ": ", indent: undefined },
  { comma: ",", colon: ": ", indent: "  " },
  { comma: ",", colon: ": ", indent: "    " },
  { comma: ",", colon: ": ", indent: "\t" },
];

const reformatted: Deviation = {
  code: "reformatted",
  found:
    "The whitespace of the body differs from what was signed. The body was pretty-printed, or parsed and serialized again.",
  todo: "Verify the raw bytes, before a body parser or logger changes them.",
};

/** Limits the search time. */
const maxCandidates = 20_000;

/**
 * Every text that may have been signed, given the received body. Those with the fewest differences come first.
 *
 * @param fields in documented order
 */
export function bodyCandidates(bytes: Uint8Array, fields: readonly string[]): Candidate<string>[] {
  const sources = sourceCandidates(bytes);
  // Sources first, because a trailing newline is a better explanation than other whitespace.
  return distinct([...sources, ...sources.flatMap((source) => reserialize(source, fields))]).slice(
    0,
    maxCandidates,
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
      for (const whitespace of whitespaceStyles) {
        const plain = serializeJson(node, { leaf, ...whitespace, order: undefined });
        const isSameStyle =
          serializeJson(node, { leaf: asWritten, ...whitespace, order: undefined }) === text;
        const style = isSameStyle ? [] : [reformatted];
        const before = [...deviations, ...numbers.deviations, ...strings.deviations, ...style];
        candidates.push({ value: plain, deviations: before });
        // With three other differences, another order is not a plausible explanation.
        if (before.length > 2) continue;
        for (const order of keyOrders(node, fields)) {
          candidates.push({
            value: serializeJson(node, { leaf, ...whitespace, order: order.value }),
            deviations: [...before, ...order.deviations],
          });
        }
      }
    }
  }
  return distinct(candidates);
}

/** The body in every order of its fields, in compact form. Used last. */
export function* reorderedCandidates(bytes: Uint8Array): Generator<Candidate<string>> {
  for (const { value: text, deviations } of sourceCandidates(bytes)) {
    const node = readJsonTokens(text);
    if (node === undefined) continue;
    for (const order of allKeyOrders(node)) {
      const value = serializeJson(node, { leaf: asWritten, ...compact, order: order.value });
      yield { value, deviations: [...deviations, ...order.deviations] };
    }
  }
}

const asWritten = ({ source }: JsonLeaf): string => source;

type NumberChoice = Candidate<ReadonlyMap<string, string>>;

/** The serializations of the numbers: every combination for up to two numbers, the same form for all of them beyond. */
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
