import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { endingOfHolder, holdingRun, waitingRun } from "../../lambdas/sentry/holding-run";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { EXECUTION, NOW_MS } from "../orchestrator/fixtures";
import { rig, type Script } from "./rig";

beforeAll(warmUpSdk);

const HELD: Baton = { ...FIRST_BATON, phase: "failing-over", workflow: "failover", holder: EXECUTION };

const describedAs = (DescribeExecution: NonNullable<Script[string]>) => {
  const { run, runtime } = rig({ DescribeExecution });
  return run(endingOfHolder(runtime, HELD));
};

describe("the run that holds the baton", () => {
  test.each(["ABORTED", "TIMED_OUT", "FAILED"])("is over where it is %s, and waits for no answer", async (status) => {
    const stopDate = new Date(NOW_MS);
    const ending = await describedAs(({ executionArn }) => ({ executionArn, status, stopDate, redriveCount: 2 }));
    expect(ending).toMatchObject({ executionArn: EXECUTION, status, redriveCount: 2, atMs: NOW_MS });
    expect(waitingRun(HELD, ending)).toBeNull();
  });

  test("counts as at work while it runs, and where Step Functions does not say", async () => {
    const refuses = () => {
      throw new AwsError("AccessDeniedException", "not authorized");
    };
    for (const answer of [() => ({ status: "RUNNING" }), refuses]) expect(await describedAs(answer)).toBeNull();
    expect(waitingRun(HELD, null)).toEqual(holdingRun(HELD));
  });

  test("waits for no answer once it has called an operator", () => {
    expect(waitingRun({ ...HELD, phase: "needs-operator" }, null)).toBeNull();
  });

  test("is not asked for where there is none", async () => {
    const { run, runtime, seen } = rig();
    expect(await run(endingOfHolder(runtime, FIRST_BATON))).toBeNull();
    expect(seen).toEqual([]);
    expect(waitingRun(FIRST_BATON, null)).toBeNull();
  });
});
