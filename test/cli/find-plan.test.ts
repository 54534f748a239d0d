import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { wordsOf } from "../../cli/command";
import { findPlan } from "../../cli/find-plan";
import { UsageError } from "../../cli/usage-error";
import { baton } from "./child";

const root = mkdtempSync(join(tmpdir(), "baton-plans-"));
afterAll(() => rmSync(root, { recursive: true }));

const plan = (application: string, account = "123456789012") => `
import { plan as good } from ${JSON.stringify(resolve("plans/storefront"))};
export const plan = { ...good, application: "${application}", account: "${account}" };`;

let folders = 0;

function folderWith(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const STOREFRONT = { "storefront.ts": plan("storefront") };
const TWO = { ...STOREFRONT, "pay.ts": plan("checkout") };

async function refusal(choice: Parameters<typeof findPlan>[0], folder: string): Promise<string> {
  const error: unknown = await findPlan(choice, folder).catch((each: unknown) => each);
  if (error instanceof UsageError) return error.message.replaceAll(`${folder}/`, "").replaceAll(folder, "plans");
  throw error;
}

describe("the plan of a command", () => {
  test("is the only one there, where nobody says which; what exports no plan is none", async () => {
    const folder = folderWith({ ...STOREFRONT, "accounts.ts": "export const account = 1;", "notes.md": "none" });
    expect((await findPlan({}, folder)).application).toBe("storefront");
  });

  test("is never guessed beside others", async () => {
    expect(await refusal({}, folderWith(TWO))).toBe(
      "In the folder plans are 2 plans, so say which one is meant: --application <name>. " +
        "There is: checkout in account 123456789012 (pay.ts), storefront in account 123456789012 (storefront.ts).",
    );
    const broken = folderWith({ ...STOREFRONT, "pay.ts": "throw new Error('half-written');" });
    expect(await refusal({}, broken)).toContain("pay.ts, which cannot be read");
  });

  test("is found by its application, whatever its file is called, and beside a file that cannot be read", async () => {
    const folder = folderWith({ ...TWO, "other.ts": "throw new Error('half-written');" });
    expect((await findPlan({ application: "checkout" }, folder)).application).toBe("checkout");
  });

  test("is refused by name where there is none of the application, or several", async () => {
    expect(await refusal({ application: "checkout" }, folderWith(STOREFRONT))).toBe(
      "There is no plan of checkout in the folder plans. There is: storefront in account 123456789012 (storefront.ts). " +
        "Name its file: --plan <file>.",
    );
    const twice = folderWith({ ...TWO, "staging.ts": plan("checkout", "210987654321") });
    expect(await refusal({ application: "checkout" }, twice)).toMatch(
      /^In the folder plans are 2 plans of checkout, so name the file: --plan <file>\..*210987654321 \(staging\.ts\)\.$/,
    );
    expect(await refusal({}, folderWith({}))).toBe(
      "There is no plan in the folder plans. Name its file: --plan <file>.",
    );
  });

  test("is judged like any other", async () => {
    const wrong = folderWith({ ...STOREFRONT, "pay.ts": plan("checkout", "12") });
    expect(await refusal({ application: "checkout" }, wrong)).toContain("account is");
  });

  test("is the named file's, if that is of the named application", async () => {
    const folder = folderWith(TWO);
    const file = join(folder, "pay.ts");
    expect((await findPlan({ plan: file }, folder)).application).toBe("checkout");
    expect(await refusal({ plan: file, application: "storefront" }, folder)).toBe(
      "pay.ts is the plan of checkout, not of storefront.",
    );
  });
});

test("the command line refuses an application that it has no plan of, and says which there are", async () => {
  const { status, errors } = await baton(["failover", "--application", "nowhere", "--by", "ada", "--reason", "x"]);
  expect(status).toBe(2);
  expect(errors).toContain("There is no plan of nowhere in the folder plans. There is: ");
  expect(errors).toContain("storefront in account 123456789012 (plans/storefront.ts)");
}, 30_000);

test("what was said to one command is said to the next", () => {
  expect(wordsOf({})).toBe("");
  expect(wordsOf({ application: "checkout", lab: true })).toBe(" --application checkout --lab");
  expect(wordsOf({ plan: "pay.ts", lab: "http://127.0.0.1:5000" })).toBe(" --plan pay.ts --lab http://127.0.0.1:5000");
});
