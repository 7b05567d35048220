const placeholder = /\{([^{}/]+)\}/g;

/** Converts the path of an operation to the router's syntax: `/refunds/:id` for `/refunds/{id}`. */
export function toRoute(path: string): string {
  return path
    .split("/")
    .map((segment, index) => {
      if (/^[^:*{}][^*{}]*$|^$/.test(segment)) return segment;
      const [whole, name = ""] = /^\{(\w+)\}$/.exec(segment) ?? [];
      return whole === undefined ? `:part${index}{${toSource(segment)}}` : `:${name}`;
    })
    .join("/");
}

/** Reads the fields of a request's path. The operation's route must match it. */
export function readPathFields(path: string, pathname: string): Record<string, string> {
  const given = pathname.split("/");
  return Object.fromEntries(
    path.split("/").flatMap((segment, index) => {
      const [, ...values] = toPattern(segment).exec(given[index] ?? "") ?? [];
      return namesIn(segment).map((name, place) => [name, decode(values[place] ?? "")]);
    }),
  );
}

/** Whether a request's path matches the path of an operation. */
export function matchesPath(path: string, pathname: string): boolean {
  const [wanted, given] = [path.split("/"), pathname.split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => toPattern(segment).test(given[index] ?? ""))
  );
}

/** The number of placeholders. Paths with fewer are matched first, so that `/transactions/recent` is not read as an id. */
export function openness(path: string): number {
  return namesIn(path).length;
}

function namesIn(path: string): string[] {
  return [...path.matchAll(placeholder)].map(([, name = ""]) => name);
}

function toPattern(segment: string): RegExp {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- built from one segment of a path in the contract
  return new RegExp(`^${toSource(segment, "([^/]+)")}$`, "u");
}

/** Escapes by code point, because the router interprets braces. */
function toSource(segment: string, value = "[^/]+"): string {
  return segment
    .split(placeholder)
    .map((part, index) =>
      index % 2 === 1
        ? value
        : part.replaceAll(
            /[^\w-]/g,
            (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
          ),
    )
    .join("");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
