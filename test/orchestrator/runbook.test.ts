import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { NOTICE_KINDS } from "../../orchestrator/notice";

const runbook = readFileSync(join(__dirname, "../../docs/operations.md"), "utf8");
const articles = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((article) => [article.split("\n")[0], article]),
);

test.each(NOTICE_KINDS)("the message %s has an article that says what to do and when not to", (kind) => {
  const article = articles.get(`message-${kind}`) ?? "";
  for (const part of ["**Means**", "**Look at**", "**Do**", "**Not**"]) expect(article).toContain(part);
});

test("every link within the runbook leads to a heading of it", () => {
  const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(headings).toContain(link);
});
