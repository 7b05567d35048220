const placeholder = /\{([^{}/]+)\}/g;

/** The path of an operation as the router has it: `/refunds/:id` for `/refunds/{id}`. */
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

/** The fields in a request's path, which the operation's route has matched. */
export function readPathFields(path: string, pathname: string): Record<string, string> {
  const given = pathname.split("/");
  return Object.fromEntries(
    path.split("/").flatMap((segment, index) => {
      const [, ...values] = toPattern(segment).exec(given[index] ?? "") ?? [];
      return namesIn(segment).map((name, place) => [name, decode(values[place] ?? "")]);
    }),
  );
}

/** Whether a request's path is one of an operation's. */
export function matchesPath(path: string, pathname: string): boolean {
  const [wanted, given] = [path.split("/"), pathname.split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => toPattern(segment).test(given[index] ?? ""))
  );
}

/** The more a path leaves open, the later it is looked at: `/transactions/recent` is no id. */
export function openness(path: string): number {
  return namesIn(path).length;
}

function namesIn(path: string): string[] {
  return [...path.matchAll(placeholder)].map(([, name = ""]) => name);
}

function toPattern(segment: string): RegExp {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- one segment of the user's own path
  return new RegExp(`^${toSource(segment, "([^/]+)")}$`, "u");
}

/** Escaped as code points: the router reads braces itself. */
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
