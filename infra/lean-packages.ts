/** Two changes to the packages that handlers are bundled with, both for a faster cold start; neither changes what they do. */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const PACKAGE_FILES = /[\\/]node_modules[\\/].+\.[cm]?js$/;
const SCHEMA_FILES = /@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/;

/**
 * A source map that maps a whole file to one place. With it packages weigh almost nothing in a bundle's map, which would else
 * be larger than the code and is read at each cold start; stack traces still name the lines of Baton's own sources.
 */
const SHORT_MAP = Buffer.from(JSON.stringify({ version: 3, sources: ["package"], mappings: "AAAA" })).toString(
  "base64",
);
const SHORT_MAP_COMMENT = `\n//# sourceMappingURL=data:application/json;base64,${SHORT_MAP}`;

export const leanPackages: Plugin = {
  name: "lean-packages",
  setup(build) {
    build.onLoad({ filter: PACKAGE_FILES }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const lean = SCHEMA_FILES.test(path) ? spellOutKeys(source) : source;
      return { contents: lean + SHORT_MAP_COMMENT, loader: "js" };
    });
  },
};

/**
 * Lets esbuild drop the API shapes that no handler uses. The SDK writes shapes as array literals whose objects have
 * computed keys (`{ [_xN]: 1 }`, `_xN` being a constant of the same file). Computing a key might have side effects for all that
 * esbuild knows, so it would keep every shape: half a megabyte for EC2 alone. Spelled out, the keys are the same.
 */
function spellOutKeys(source: string): string {
  const literals = new Map<string, string>();
  for (const [, name = "", literal = ""] of source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm))
    literals.set(name, literal);
  return source.replace(/\[(_\w+)\]:/g, (computed, name: string) => {
    const literal = literals.get(name);
    return literal === undefined ? computed : `${literal}:`;
  });
}
