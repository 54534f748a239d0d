/** Whatever somebody sends where Baton listens: a refusal with a name, and nothing touched. */
import { beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { ApiCall } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as runEnded } from "../../lambdas/run-ended/run-ended.lambda";
import { factory as claim } from "../../lambdas/steps/claim.lambda";
import { factory as close } from "../../lambdas/steps/close.lambda";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { factory as promote } from "../../lambdas/steps/promote.lambda";
import { factory as switchTraffic } from "../../lambdas/steps/switch-traffic.lambda";
import { factory as takeAnswer } from "../../lambdas/steps/take-answer.lambda";
import { PlanInvalid } from "../../orchestrator/errors";
import { expectedAlarmArns } from "../../orchestrator/events";
import { requirePlan } from "../../orchestrator/plan-rules";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import { gatekeeper, nonceIn, SECRET } from "./page-visits";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const INVOCATION = { awsRequestId: "r", getRemainingTimeInMillis: () => 15_000 };
const STARTED_AT = "2026-01-01T00:00:00.000Z";

/** What can arrive as JSON: other values cannot. Names that mean something to JavaScript are in. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom("__proto__", "constructor", "toString", "detail", "source"),
        fc.string({ maxLength: 8 }),
      ),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

const isWrite = ({ operation }: ApiCall) => !operation.startsWith("Get") && !operation.startsWith("Describe");

/** Answers the claim, and what was written or changed meanwhile. */
async function claimWith(input: unknown, workflow: (typeof WORKFLOWS)[number]) {
  const world = rig();
  const execution = { executionArn: EXECUTION, executionName: "run-1", executionStartedAt: STARTED_AT };
  const event = { ...execution, input, workflow, enteredAt: STARTED_AT };
  const answer = await world.run(claim.create(world.runtime)(event, INVOCATION));
  const { outcome, reason } = answer as { outcome: string; reason: string };
  return { outcome, reason, writes: world.seen.filter(isWrite) };
}

function expectOnlyTheRefusal({ outcome, reason, writes }: Awaited<ReturnType<typeof claimWith>>): void {
  expect(["ignored", "invalid-input"]).toContain(outcome);
  // A state's output ends at 256 KB, and people read it.
  expect(reason.length).toBeLessThan(2100);
  expect(writes.map(({ operation }) => operation)).toEqual(["PutItem"]);
  expect(JSON.stringify(writes[0]?.input)).toContain('"pk":{"S":"RUN#run-1"}');
}

describe("an execution that somebody starts", () => {
  test("with any JSON claims nothing, and leaves the record of its refusal", async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.constantFrom(...WORKFLOWS), async (input, workflow) => {
        expectOnlyTheRefusal(await claimWith(input, workflow));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["as large as Step Functions takes it", { requestedBy: "x".repeat(250_000), reason: "" }],
    ["with as many wrong fields", Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`field${at}`, 0]))],
    ["with a field whose name is as long", { ["x".repeat(250_000)]: 0, source: "aws.cloudwatch" }],
    ["that names an alarm of that length", alarm({ resources: [`arn:${"x".repeat(250_000)}`] })],
  ])("%s is refused the same way", async (_, input) => {
    expectOnlyTheRefusal(await claimWith(input, "failover"));
  });
});

function alarm(changes: object = {}, state: object = {}) {
  return {
    id: "event-1",
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [expectedAlarmArns(storefront)[0]],
    detail: { state: { value: "OK", timestamp: STARTED_AT, ...state } },
    ...changes,
  };
}

describe("an alarm event", () => {
  const place = fc.constantFrom("id", "resources", "detail", "detail-type", "time", "account");
  const word = fc.constantFrom("reason", "reasonData", "timestamp", "actionsSuppressedBy", "value");

  test("with anything in any place starts nothing unless it is the one that is expected", async () => {
    await fc.assert(
      fc.asyncProperty(json, place, word, fc.boolean(), async (value, name, inState, isDeep) => {
        const event = isDeep ? alarm({}, { [inState]: value }) : alarm({ [name]: value });
        expectOnlyTheRefusal(await claimWith(event, "failover"));
      }),
      { numRuns: 60 },
    );
  });
});

describe("a function that anything but its machine calls", () => {
  test.each([
    ["claim", claim],
    ["fence", fence],
    ["promote", promote],
    ["switch-traffic", switchTraffic],
    ["take-answer", takeAnswer],
    ["close", close],
    ["run-ended", runEnded],
  ] as const)("%s refuses any JSON by name before it calls anybody", async (_, factory) => {
    await fc.assert(
      fc.asyncProperty(json, async (event) => {
        const world = rig();
        const handle = factory.create(world.runtime);
        await expect(world.run(handle(event, INVOCATION))).rejects.toMatchObject({ name: "Baton.InvalidInput" });
        expect(world.seen).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a request to the approval page", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const bytes = fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each).toString("base64"));

  test("of any shape gets a page that says no, and changes nothing", async () => {
    const keeper = gatekeeper();
    await keeper.ask();
    const before = keeper.writes().length;
    await fc.assert(
      fc.asyncProperty(json, async (event) => {
        const { statusCode } = await keeper.send(event);
        expect(statusCode).toBeGreaterThanOrEqual(400);
        expect(statusCode).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    expect([keeper.writes().length, keeper.answers().length]).toEqual([before, 0]);
  });

  const visit = fc.record(
    {
      method: fc.constantFrom("GET", "POST", "PUT", "HEAD", "", "TRACE"),
      runId: fc.oneof(fc.constant("run-1"), text),
      secret: fc.oneof(fc.constant(SECRET), text),
      body: fc.oneof(text, bytes, fc.constant("x".repeat(20_000))),
      contentType: fc.oneof(fc.constant("application/x-www-form-urlencoded"), text),
      isBase64Encoded: fc.boolean(),
    },
    { requiredKeys: ["method", "runId", "secret", "body"] },
  );

  test("with any link and any body decides nothing: only the link shows the question, only its form answers", async () => {
    const keeper = gatekeeper();
    await keeper.ask();
    const before = keeper.writes().length;
    await fc.assert(
      fc.asyncProperty(visit, async (what) => {
        const page = await keeper.visit(what);
        const isShown = what.method === "GET" && what.runId === "run-1" && what.secret === SECRET;
        expect(page.statusCode === 200).toBe(isShown);
        expect(page.statusCode).toBeLessThan(500);
      }),
      { numRuns: 120 },
    );
    expect([keeper.writes().length, keeper.answers().length]).toEqual([before, 0]);
    // The gate is as open as before.
    expect(nonceIn(await keeper.visit())).not.toBe("no form");
  });
});

test("a plan that is any JSON at all is refused as a plan, with what is wrong with it", () => {
  fc.assert(
    fc.property(json, (input) => {
      const judge = () => requirePlan(input, "plans/any.ts");
      expect(judge).toThrow(PlanInvalid);
      expect(judge).toThrow(/plans\/any\.ts has \d+ problems?:/);
    }),
    { numRuns: 100 },
  );
});
