// @ts-check
// The floor of the import section: what a fresh process pays for importing a module with next to nothing in it.
export const nothing = undefined;
