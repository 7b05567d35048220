/** One page of the site, and the Markdown file that it is made of. */
export interface Page {
  /** In the sidebar, such as `Express`. */
  title: string;
  /** From the root of the repository: `packages/express/README.md`. */
  source: string;
  /** Without a leading slash and without an ending: `guides/express`. */
  route: string;
}

/** A titled list of the sidebar. */
export interface Group {
  title: string;
  pages: Page[];
}

/** An entry of the top navigation, with its own sidebar. */
export interface Section {
  title: string;
  groups: Group[];
}

export const listPages = (sections: readonly Section[]): Page[] =>
  sections.flatMap(({ groups }) => groups.flatMap(({ pages }) => pages));
