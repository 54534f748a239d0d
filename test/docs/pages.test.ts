/** What the pages say of this repository itself: links, commands, scenarios, files, numbers. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { operatorStatements } from "../../cli/operator-policy";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { spanText } from "../../orchestrator/message-text";
import { storefront } from "../orchestrator/fixtures";

const PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...readdirSync("docs").map((name) => `docs/${name}`)];
/** Commands that touch nothing that is deployed. */
const LOCAL = ["drill", "plan", "simulate", "lab"];
const textOf = (page: string) => readFileSync(page, "utf8");
const allText = PAGES.map(textOf).join("\n");

/** The first group of every match, each once. */
function mentions(pattern: RegExp, text = allText): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
}

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): readonly string[] {
  return mentions(/^#+ (.+)$/gm, textOf(page)).map((title) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(PAGES)("%s", (page) => {
  test("links only to files and headings that are there", () => {
    for (const link of mentions(/\]\(([^)\s]+)\)/g, textOf(page)).filter((each) => !/^https?:/.test(each))) {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : join(dirname(page), file);
      expect([link, existsSync(target)]).toEqual([link, true]);
      if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
    }
  });
});

describe("the pages", () => {
  test("name npm scripts, commands and scenarios that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    expect(mentions(/npm run ([a-z:]+)/g).filter((name) => scripts[name] === undefined)).toEqual([]);
    const commands = mentions(/^ {2}(\w+): async/gm, textOf("cli/baton.ts"));
    expect(mentions(/npm run baton -- ([a-z]+)/g).filter((name) => !commands.includes(name))).toEqual([]);
    const scenarios = SCENARIOS.map(({ name }) => name);
    const [, table = ""] = textOf("docs/lab.md").split("## Scenarios");
    const named = [...mentions(/--scenario ([a-z-]+)/g), ...mentions(/^\| `([a-z-]+)` \|/gm, table)];
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !scenarios.includes(name))).toEqual([]);
  });

  test("say with every command about what is deployed whose it is: it may be pasted beside several plans", () => {
    const remote = mentions(/^ {2}(\w+): async/gm, textOf("cli/baton.ts")).filter((name) => !LOCAL.includes(name));
    const said = mentions(new RegExp(`(npm run baton -- (?:${remote.join("|")})\\b.*)`, "g"));
    expect(said.length).toBeGreaterThan(7);
    expect(said.filter((command) => !/--application <app>|--lab/.test(command))).toEqual([]);
  });

  test("describe every command of the command line in its table, and no other", () => {
    const commands = mentions(/^ {2}(\w+): async/gm, textOf("cli/baton.ts"));
    const rows = textOf("docs/cli.md").match(/^\| command \|[\s\S]*?\n\n/m)?.[0] ?? "";
    const described = [...rows.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = ""]) => mentions(/`(\w+)/g, cell));
    expect(new Set(described)).toEqual(new Set(commands));
  });

  test("name files that there are", () => {
    const rooms = "orchestrator|state-machines|lambdas|infra|lab|cli|plans|bench|test|docs";
    const files = mentions(new RegExp(`\`((?:${rooms})/[\\w./-]+)\``, "g"));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  test("say how many seeds the tests run, and the weekly check runs what they say", () => {
    const [seeds = ""] = mentions(/BATON_SEEDS \?\? (\d+)/g, textOf("test/scenarios/every-seed.ts"));
    const [storySeeds = ""] = mentions(/BATON_STORY_SEEDS \?\? (\d+)/g, textOf("test/scenarios/stories.test.ts"));
    const contributing = textOf("CONTRIBUTING.md").replace(/\s+/g, " ");
    expect(contributing).toContain(`the tests run it for ${seeds} seeds (a story for ${storySeeds})`);
    const weekly = textOf(".github/workflows/seeds.yml");
    for (const setting of ["BATON_SEEDS", "BATON_STORY_SEEDS", "BATON_NIGHTS"]) {
      const [said = ""] = mentions(new RegExp(`${setting}=(\\d+)`, "g"), contributing);
      expect(weekly).toContain(`${setting}: ${said}\n`);
    }
  });

  test("list the permissions of whoever works with the command line", () => {
    const [, table = ""] = textOf("docs/cli.md").split("| for | action | on |");
    const said = mentions(/`([a-z\d]+:[A-Z]\w+)`/g, table.split("\n\n")[0] ?? "");
    const needed = operatorStatements(storefront).flatMap(({ actions }) => actions);
    expect(new Set(said)).toEqual(new Set(needed));
  });

  test("stop by hand the processes that a fence stops", () => {
    const [said = ""] = mentions(/--scaling-processes ([\w ]+)/g, textOf("docs/operations.md"));
    expect(said.split(" ")).toEqual(RESTORING_PROCESSES);
  });

  test("say the deadlines of a planned move as the plan has them by default", () => {
    const limits = [...textOf("docs/failback.md").matchAll(/\| `(\w+Seconds)`, ([^|]+) \|/g)];
    const { deadlines, approvalTimeoutSeconds } = storefront.failback;
    const seconds: Readonly<Record<string, number>> = { ...deadlines, approvalTimeoutSeconds };
    expect(limits.length).toBeGreaterThan(6);
    for (const [, name = "", said] of limits)
      expect([name, said]).toEqual([name, spanText(seconds[name] ?? Number.NaN)]);
  });
});
