import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const here = (path: string): URL => new URL(path, import.meta.url);
const variants: Readonly<Record<string, string>> = {
  sick: "a fit that has problems",
  few: "few data sets",
  same: "one truth",
};

/** The gallery's page: every snapshot under the title that its chart gives it, other cases of a chart behind its usual one. */
async function page(): Promise<string> {
  const names = (await readdir(here("snapshots/")))
    .filter((name) => name.endsWith(".svg"))
    .map((name) => name.slice(0, -4));
  const usual = names.filter((name) => !names.some((other) => other !== name && name.startsWith(`${other}-`)));
  const sections = await Promise.all(
    usual.toSorted().map(async (name) => {
      const title = /<title[^>]*>([^<]*)</.exec(await readFile(here(`snapshots/${name}.svg`), "utf8"))?.[1] ?? name;
      const others = names.filter((other) => other.startsWith(`${name}-`)).toSorted();
      const links = others.map((other) => {
        const variant = other.slice(name.length + 1);
        return `[${variants[variant] ?? `with ${variant}`}](snapshots/${other}.svg)`;
      });
      const more = links.length === 0 ? "" : `\nMore: ${links.join(", ")}.\n`;
      return `## ${title}\n\n![${title}](snapshots/${name}.svg)\n${more}`;
    }),
  );
  return `# Gallery

Every chart as the tests draw it, from made-up data. The same functions draw them in the report, in pictures
(\`carryover report RUN --charts DIR --format svg|png\`) and in a browser. Tests make this page (\`npx vitest run test/charts -u\`).

${sections.join("\n")}`;
}

it("has every snapshot on the gallery's page", async () => {
  await expect(await page()).toMatchFileSnapshot(fileURLToPath(here("README.md")));
});
