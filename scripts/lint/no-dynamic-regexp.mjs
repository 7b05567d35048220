const message =
  "The rules for super-linear regular expressions cannot read a pattern that is put together at run time. Write a literal, or " +
  "disable this rule for the line and say why the pattern takes linear time.";

/** Reports `RegExp(pattern)` where the pattern is no literal, with or without `new`. */
export const noDynamicRegexp = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const check = (node) => {
      const { callee } = node;
      const isRegExp =
        (callee.type === "Identifier" && callee.name === "RegExp") ||
        (callee.type === "MemberExpression" && callee.property.name === "RegExp");
      if (isRegExp && !isLiteral(node.arguments[0])) context.report({ node, message });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

function isLiteral(pattern) {
  return (
    pattern === undefined ||
    (pattern.type === "Literal" && (typeof pattern.value === "string" || "regex" in pattern)) ||
    (pattern.type === "TemplateLiteral" && pattern.expressions.length === 0)
  );
}
