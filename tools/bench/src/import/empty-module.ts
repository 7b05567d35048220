// The baseline of the import section: what importing a nearly empty module costs.
export const nothing = undefined;
