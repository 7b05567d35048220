// Rules of our own, for oxlint.
import { noDynamicRegexp } from "./no-dynamic-regexp.mjs";

export default { meta: { name: "numipay" }, rules: { "no-dynamic-regexp": noDynamicRegexp } };
