// Writes the skill file of a package from its README and from the rules in the README of @numipay/mcp.
import { firstBlock, firstParagraph, listItems, readSections } from "./read-readme.mjs";

/**
 * The sections of each README whose first example shows how to integrate the package. The title of the page is the part before
 * the first heading.
 */
const exampleSections = {
  bullmq: ["@numipay/bullmq"],
  cli: ["Run a local gateway", "Test your webhook endpoint", "Debug a signature"],
  core: ["The client", "Webhooks"],
  express: ["@numipay/express"],
  fastify: ["@numipay/fastify"],
  koa: ["@numipay/koa"],
  mcp: ["Connect your agent"],
  nestjs: ["@numipay/nestjs"],
  opentelemetry: ["@numipay/opentelemetry"],
  redis: ["@numipay/redis"],
  sandbox: ["A payment, from checkout to webhook"],
  sql: ["@numipay/sql"],
  testing: ["Test your webhook"],
};

const languages = { cli: ["sh"], mcp: ["json"] };

/**
 * The text of `SKILL.md`.
 *
 * @param {{ folder: string, name: string, description: string, readme: string, rules: string }} source `rules`: the README of
 *   @numipay/mcp
 */
export function toSkill({ folder, name, description, readme, rules }) {
  const sections = readSections(readme);
  const examples = exampleSections[folder];
  if (examples === undefined) {
    throw new Error(
      `packages/${folder} has no row in exampleSections in scripts/skills/to-skill.mjs.`,
    );
  }
  const install = firstBlock(sections[0], ["sh"]);
  return [
    "---",
    `name: numipay-${folder}`,
    `description: ${toYaml(`${description}. Use when you write, review or debug code that uses ${name}.`)}`,
    "---",
    "",
    `# ${name}`,
    "",
    withoutLinks(firstParagraph(sections[0])),
    "",
    "## Integrate",
    "",
    ...(install === undefined ? [] : fenced(install)),
    ...examples.flatMap((title) => example(sections, title, languages[folder] ?? ["ts", "js"])),
    "## Rules",
    "",
    ...rulesFor(name, rules).map((rule) => `- ${withoutLinks(rule)}`),
    "",
    "## More",
    "",
    `Read \`README.md\` beside this file before you use anything that is not shown here. Its sections: ${sectionNames(sections)}.`,
    "",
  ].join("\n");
}

function example(sections, title, wanted) {
  const section = sections.find((one) => one.title === title);
  const block = section === undefined ? undefined : firstBlock(section, wanted);
  if (block === undefined) {
    throw new Error(
      `The README has no section "${title}" with an example. Change exampleSections in scripts/skills/to-skill.mjs.`,
    );
  }
  return fenced(block);
}

function fenced({ language, text }) {
  return [`\`\`\`${language}`, text, "```", ""];
}

function rulesFor(name, rules) {
  const sections = readSections(rules);
  const start = sections.findIndex(({ title }) => title === "Rules for coding agents");
  return [name, "All packages"].flatMap((title) => {
    const section = sections.find((one, index) => index > start && one.title === title);
    if (section === undefined) {
      throw new Error(
        `packages/mcp/README.md has no rules for ${title}. Add its heading below "Rules for coding agents".`,
      );
    }
    return listItems(section);
  });
}

function sectionNames(sections) {
  return sections
    .filter(({ level }) => level === 2)
    .map(({ title }) => title)
    .join(", ");
}

/** A link in an installed package leads to the newest version, not to this one. */
function withoutLinks(text) {
  return text.replaceAll(/\[([^[\]]+)\]\([^()]+\)/g, "$1");
}

function toYaml(text) {
  return JSON.stringify(text);
}
