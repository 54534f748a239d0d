/** Lists and texts of exactly the largest size, and what a plan leaves out. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { approvalOrigin } from "../../orchestrator/approval-link";
import { failbackSchema } from "../../orchestrator/failback-settings";
import { shortened } from "../../orchestrator/failover-facts";
import { remindAtMs } from "../../orchestrator/gate";
import { open } from "../../orchestrator/gate-transitions";
import { whatIsBehind } from "../../orchestrator/images";
import { deployedNames, stateMachineArn } from "../../orchestrator/names";
import { planSchema } from "../../orchestrator/plan";
import { describe as described } from "../../orchestrator/problems";
import { imageCopiesSchema, imageKeyAt } from "../../orchestrator/resources/image-copies";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { draft, NOW_MS, storefront } from "./fixtures";
import { HOUR_MS, openGate, question } from "./gate-fixtures";
import { problemsWith } from "./plan-draft";

describe("a text is cut only where it is too long, and to exactly what fits", () => {
  test.each([
    ["a fact's value", 400, shortened],
    ["a value of a plan", 120, described],
  ])("%s: %d characters", (_, longest, cut) => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 2 * longest }), (text) => {
        const whole = longest === 120 ? JSON.stringify(text) : text;
        const result = cut(text);
        expect(result.length).toBeLessThanOrEqual(longest);
        if (whole.length <= longest) expect(result).toBe(whole);
        else expect(result).toBe(`${whole.slice(0, longest - 3)}...`);
      }),
      { examples: [-2, -1, 0, 1, longest].map((more): [string] => ["a".repeat(longest + more)]) },
    );
  });
});

test("a question that is asked again and again keeps the links of the last sixteen times, the newest among them", () => {
  let gate = openGate();
  for (let retry = 2; retry <= 40; retry += 1) {
    const change = open(gate, question({ taskToken: `token-${retry}`, secretHash: `hash-${retry}` }));
    if ("refusal" in change) throw new Error(change.refusal);
    gate = change.gate;
  }
  expect(gate.secretHashes).toEqual(Array.from({ length: 16 }, (_, index) => `hash-${index + 25}`));
});

test("a reminder leaves a quarter of the time, from two minutes to a quarter of an hour, whenever it was asked", () => {
  const span = fc.integer({ min: 120_000, max: 6 * 24 * HOUR_MS });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: NOW_MS }), span, (openedAtMs, spanMs) => {
      const leftMs = openedAtMs + spanMs - remindAtMs(openedAtMs, openedAtMs + spanMs);
      expect(leftMs).toBe(Math.min(900_000, Math.max(120_000, spanMs / 4)));
    }),
  );
});

describe("what a plan leaves out", () => {
  test("has the value that the documentation gives", () => {
    const { contacts, ...rest } = draft();
    expect(planSchema.parse({ ...rest, contacts: { email: contacts.email } }).contacts.sms).toEqual([]);
    const { deadlines } = failbackSchema.parse({});
    expect(deadlines).toMatchObject({ catchUpSeconds: 7200, rebuildSeconds: 28_800, warmUpSeconds: 3600 });
    expect(imageCopiesSchema.parse({})).toEqual({ kept: 3, dueSeconds: 7200 });
  });

  test("may be the images' keys: then copies are encrypted with AWS's own", () => {
    const changes = { "resources.1.primaryImageKeyArn": undefined, "resources.1.standbyImageKeyArn": undefined };
    expect(problemsWith(changes)).toEqual([]);
    expect(problemsWith({ "resources.1.primaryImageKeyArn": undefined })).toEqual([]);
    expect(problemsWith({ "resources.1.standbyImageKeyArn": undefined })).toEqual([]);
    const [group] = resourcesWith(storefront, "keepImages");
    if (!group) throw new Error("The example has lost its group.");
    expect(imageKeyAt(group, "primary")).toContain(":us-east-1:");
    expect(imageKeyAt(group, "standby")).toContain(":eu-west-1:");
    expect(imageKeyAt({ id: "web" }, "standby")).toBeNull();
  });
});

test("a value that stands three times is told twice, beside the first one", () => {
  const [database] = draft().resources;
  const problems = problemsWith({
    "resources.2": { ...database, primaryInstanceId: "users", standbyInstanceId: "users-replica" },
    "resources.3": { ...database, primaryInstanceId: "bills", standbyInstanceId: "bills-replica" },
  });
  expect(problems.map(({ path, allowed }) => [path, allowed])).toEqual(
    ["resources[2].id", "resources[3].id"].map((path) => [
      path,
      expect.stringContaining("; resources[0].id is the same"),
    ]),
  );
});

test("a value that is no text is told as such, and compared with nothing", () => {
  const problems = problemsWith({ "resources.0.id": 7, "resources.1.id": 7 });
  expect(problems.map(({ path }) => path)).toEqual(["resources[0].id", "resources[1].id"]);
});

test("a planned move may take a week with everything that belongs to it, and not a second more", () => {
  const [refusal] = problemsWith({ "failback.approvalTimeoutSeconds": 6 * 86_400 });
  const longest = Number(/^at most (\d+) together/.exec(refusal?.allowed ?? "")?.[1]);
  const now = Number(/now (\d+):/.exec(refusal?.allowed ?? "")?.[1]);
  const fits = 6 * 86_400 - (now - longest);
  expect(problemsWith({ "failback.approvalTimeoutSeconds": fits })).toEqual([]);
  expect(problemsWith({ "failback.approvalTimeoutSeconds": fits + 1 })).toHaveLength(1);
});

test("an image that cannot be launched is not what a Region would launch", () => {
  const made = {
    imageId: "ami-1",
    name: "one",
    state: "available",
    releasedAtMs: 0,
    copyOf: null,
    isOurs: false,
  } as const;
  const copy = { ...made, imageId: "ami-c1", copyOf: { region: "us-east-1", imageId: "ami-1" }, isOurs: true };
  const newer = { ...made, imageId: "ami-2", releasedAtMs: HOUR_MS };
  for (const state of ["pending", "failed"] as const) {
    const stocks = {
      primary: { region: "us-east-1", images: [made] },
      standby: { region: "eu-west-1", images: [copy, { ...newer, state, copyOf: { region: "x", imageId: "ami-0" } }] },
    };
    expect(whatIsBehind(stocks, { dueSeconds: 3600, nowMs: HOUR_MS })).toBeNull();
  }
});

test("addresses that people and machines are sent to", () => {
  expect(approvalOrigin(storefront)).toBe("https://traffic.storefront.example.com");
  expect(stateMachineArn(storefront, "failback")).toBe(
    `arn:aws:states:eu-west-1:${storefront.account}:stateMachine:${deployedNames(storefront).failbackMachine}`,
  );
});
