import { describe, expect, it } from "vitest";
import { splitStatements } from "../../../src/dialects/postgres/split-statements.js";

const firstWords = (text: string, reading: "literal" | "escape" = "literal") =>
  splitStatements(text, reading).map(([first]) => first);

describe("splitStatements", () => {
  it.each([
    ["select 1", ["SELECT"]],
    ["select 1; commit", ["SELECT", "COMMIT"]],
    [" ;; \n;begin;;", ["BEGIN"]],
    ["\uFEFF\u00A0commit", ["COMMIT"]],
    ["", []],
    ["-- commit", []],
    ["-- a\rcommit", ["COMMIT"]],
    ["/* ; /* ; */ commit; */ begin", ["BEGIN"]],
    ["/* open; commit", []],
    ["a--;\n;b", ["A", "B"]],
    ["+/*;*/ a; b", ["+", "B"]],
    ["select ';commit'; end", ["SELECT", "END"]],
    ["select 'it''s; commit'", ["SELECT"]],
    ['select "a""; commit"; end', ["SELECT", "END"]],
    [String.raw`select e'\'; commit'; end`, ["SELECT", "END"]],
    ["select e'a'\n '\\'; commit'; end", ["SELECT", "END"]],
    ["select e'a' -- more\n '\\'; commit'; end", ["SELECT", "END"]],
    ["select e'a' -- it's\n; commit", ["SELECT", "COMMIT"]],
    ["select e'a'\n-- it's\n; commit", ["SELECT", "COMMIT"]],
    ["select e'a'\n-- it's\n\t'\\'; commit'; end", ["SELECT", "END"]],
    [`select 'a'\n${"--".repeat(200)}\n; commit`, ["SELECT", "COMMIT"]],
    [String.raw`select U&'\'; commit`, ["SELECT", "COMMIT"]],
    ["do $$ begin; commit; end $$; end", ["DO", "END"]],
    ["do $a$ $b$ ; $b$ $$ ; $a$; end", ["DO", "END"]],
    ["select a$b$; commit; select $b$", ["SELECT", "COMMIT", "SELECT"]],
    ["select $1$a$;commit;$a$; end", ["SELECT", "END"]],
    ["select 1$a$ ' $a$; commit", ["SELECT", "COMMIT"]],
    ["select 'open; commit", ["SELECT"]],
    ["select $$open; commit", ["SELECT"]],
  ])("splits %j", (text, words) => {
    expect(firstWords(text)).toEqual(words);
  });

  it("reads a backslash literally or as an escape", () => {
    const text = String.raw`select 'a\'; commit; --'`;
    expect(firstWords(text, "literal")).toEqual(["SELECT", "COMMIT"]);
    expect(firstWords(text, "escape")).toEqual(["SELECT"]);
  });

  it("folds only ASCII letters", () => {
    expect(firstWords("commıt; ſavepoint a")).toEqual(["COMMıT", "ſAVEPOINT"]);
  });

  it("takes linear time", () => {
    const startedAt = performance.now();
    splitStatements("/* ' */ select 'a' -- x\n;".repeat(20_000), "literal");
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
