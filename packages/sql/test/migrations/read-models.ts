/** A field of a Prisma model, as the database has it. */
export interface ModelColumn {
  table: string;
  column: string;
  /** The type, with its native type. */
  type: string;
  isRequired: boolean;
  /** The default. */
  value: string | null;
}

/** Reads what models of Prisma say about tables, in the order of the tables' names. */
export function readModels(text: string): {
  columns: ModelColumn[];
  keys: { table: string; key: string[] }[];
} {
  const models = [...text.matchAll(/^model \w+ \{\n(.*?)\n\}/gms)].map(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    const names = new Map<string, string>();
    const columns: ModelColumn[] = [];
    let key: string[] = [];
    for (const line of body.split("\n").map((one) => one.trim())) {
      const [, field, type, optional, rest = ""] = /^(\w+) (\w+)(\?)?(.*)$/.exec(line) ?? [];
      if (field === undefined || type === undefined) continue;
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
      const native = /@db\.\S+/.exec(rest)?.[0];
      const value = /@default\(((?:now|autoincrement)\(\)|[^)]*)\)/.exec(rest)?.[1] ?? null;
      names.set(field, column);
      columns.push({
        table,
        column,
        type: native === undefined ? type : `${type} ${native}`,
        isRequired: optional === undefined,
        value,
      });
      if (/@id\b/.test(rest)) key = [column];
    }
    const listed = /@@id\(\[([^\]]+)\]\)/.exec(body)?.[1]?.split(", ");
    if (listed !== undefined) key = listed.map((field) => names.get(field) ?? "");
    return { table, columns, key };
  });
  const sorted = models.toSorted((one, other) => (one.table < other.table ? -1 : 1));
  return {
    columns: sorted.flatMap(({ columns }) => columns),
    keys: sorted.map(({ table, key }) => ({ table, key })),
  };
}
