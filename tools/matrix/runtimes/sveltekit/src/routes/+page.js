// The build renders it, without secrets.
export const prerender = true;
