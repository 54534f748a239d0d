/** The command line and bundled functions, in processes of their own, against a lab over HTTP in real time. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { operatorStatements } from "../../cli/operator-policy";
import type { RunSummary } from "../../cli/records/run-list";
import type { RunStory } from "../../cli/records/timeline";
import { realClock } from "../../cli/session/real-clock";
import type { Status } from "../../cli/status/status";
import { LiveLab } from "../../lab/live/live-lab";
import { deployedNames } from "../../orchestrator/names";
import type { FunctionName } from "../../orchestrator/steps";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";
import { leadTo } from "./account";
import { baton, callBundle, type Ended, jsonOf } from "./child";

/** A minute of the lab passes in a second: a failover in ten. */
const SPEED = 60;
/** For commands that wait for the lab; far more than they need. */
const PATIENCE_MS = 120_000;
/** Of the lab's time, in real time: an hour at this speed. */
const LONGEST_WAIT_MS = 60_000;
const { standby } = storefrontPlan.regions;

let lab: LiveLab;

beforeAll(async () => {
  lab = await LiveLab.open({
    assemblyFolder: storefrontAssembly(),
    plan: storefrontPlan,
    seed: 1,
    speed: SPEED,
    port: 0,
    realTime: realClock,
    operatorStatements: operatorStatements(storefrontPlan),
  });
}, PATIENCE_MS);

afterAll(() => lab.close(), PATIENCE_MS);

function ask(...words: string[]): Promise<Ended> {
  return baton([...words, "--application", storefrontPlan.application, "--lab", lab.endpoint]);
}

async function status(): Promise<Status> {
  return jsonOf(await ask("status", "--json"));
}

/** Looks until the state is as wanted; each look takes a process of its own, so no further pause is needed. */
async function statusWhen(isWanted: (status: Status) => boolean): Promise<Status> {
  const giveUpAtMs = realClock.now() + LONGEST_WAIT_MS;
  while (realClock.now() < giveUpAtMs) {
    const seen = await status();
    if (isWanted(seen)) return seen;
  }
  throw new Error(`For ${LONGEST_WAIT_MS} ms the state has been another.`);
}

/** As Lambda runs it: the uploaded bundle, the template's environment, credentials of the function's own role. */
function callDeployed(name: FunctionName, event: unknown): Promise<Ended> {
  const functionName = deployedNames(storefrontPlan).lambdaFunction(name);
  const record = lab.world
    .inRegion(standby)
    .lambda.deployedFunctions()
    .find((each) => each.name === functionName);
  if (!record) throw new Error(`There is no function ${functionName}.`);
  const { accessKeyId, secretAccessKey } = lab.credentialsOf({ arn: record.roleArn, region: standby });
  return callBundle(record.assetFolder, event, {
    ...record.environment,
    AWS_REGION: standby,
    AWS_ENDPOINT_URL: lab.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: "session",
  });
}

describe("while nothing is wrong", () => {
  test("status says that the primary serves, as every observer sees it", async () => {
    const { baton: record, evidence, runs } = await status();
    expect(record).toMatchObject({ active: "primary", phase: "steady", epoch: 1, holder: null });
    const up = evidence.filter(({ verdict }) => verdict === "UP").map(({ observer }) => observer);
    expect(up).toEqual(["route53", "standbyProbe", "witnessProbe"]);
    expect(runs).toEqual([]);
  }, 60_000);

  test("a pause holds, is nobody else's to replace, and ends by resuming; history knows all of it", async () => {
    const paused = await ask("pause", "--by", "ada", "--reason", "migration", "--until", "2h");
    expect(paused.output).toContain("paused by ada (migration) until");
    expect(await status()).toMatchObject({ isPaused: true, baton: { automation: { pausedBy: "ada" } } });
    const refused = await ask("pause", "--by", "bob", "--reason", "another", "--until", "1h");
    expect(refused).toMatchObject({ status: 1, errors: expect.stringContaining("Refused") });
    expect((await ask("resume", "--by", "bob")).output).toContain("acts by itself again");
    expect(await status()).toMatchObject({ isPaused: false });
    const { automation } = jsonOf<{ automation: { what: string; by: string }[] }>(await ask("history", "--json"));
    expect(automation.map(({ what, by }) => `${what} by ${by}`)).toEqual(["resumed by bob", "paused by ada"]);
  }, 60_000);

  test("a bundled sentry probes, reports and remembers, under its own role", async () => {
    const { output } = await callDeployed("sentry", {});
    expect(output).toContain("The application: HTTP 200.");
    expect(output.trim().split("\n").at(-1)).toBe('{"result":null}');
  }, 60_000);

  test(
    "a requested failover asks, because the primary serves; declining it leaves everything as it was",
    async () => {
      const started = jsonOf<{ runId: string }>(
        await ask("failover", "--by", "ada", "--reason", "rehearsal", "--yes", "--json"),
      );
      await statusWhen(({ runs }) => runs[0]?.outcome === "awaiting-approval");
      const declined = await ask("decline", "--by", "bob", "--remark", "not today", "--yes");
      expect(declined.output).toContain("stands down");
      const { baton: record } = await statusWhen(({ baton: seen }) => seen.phase === "steady");
      expect(record).toMatchObject({ active: "primary", holder: null });
      const story = jsonOf<RunStory>(await ask("history", "--run", started.runId.slice(-8), "--json"));
      expect(story.run).toMatchObject({ outcome: "stood-down", trigger: { requestedBy: "ada" } });
      expect(story.timeline.map(({ summary }) => summary).join("\n")).toContain("Declined by bob");
      const again = await ask("approve", "--by", "eve", "--run", started.runId, "--yes");
      expect(again).toMatchObject({ status: 1, errors: expect.stringContaining("DecidedOtherwise") });
    },
    PATIENCE_MS,
  );
});

describe("when the primary's application is down", () => {
  test(
    "a requested failover goes all the way, and the bundled traffic function follows the baton",
    async () => {
      expect((await callDeployed("traffic", {})).output).toContain('"statusCode":503');
      lab.world.faults.inject({ type: "application-down", region: "primary" });
      const words = ["failover", "--by", "ada", "--reason", "customers cannot pay", "--yes"];
      expect(await ask(...words)).toMatchObject({
        status: 0,
        output: expect.stringContaining("console.aws.amazon.com"),
      });
      const {
        baton: record,
        runs,
        standby: seen,
      } = await statusWhen(({ baton: { phase } }) => phase === "failed-over");
      expect(record).toMatchObject({ active: "standby", epoch: 2, holder: null });
      expect(recovered(runs)).toHaveLength(1);
      expect(seen?.verdict).toBe("UP");
      expect((await callDeployed("traffic", {})).output).toContain('"statusCode":200');
      const again = await ask("failover", "--by", "ada", "--reason", "once more", "--yes");
      expect(again).toMatchObject({ status: 1, errors: expect.stringContaining("AlreadyFailedOver") });
    },
    PATIENCE_MS,
  );

  test(
    "the way home is started by the command line, and shown with what went before; a second one is refused meanwhile",
    async () => {
      const words = ["failback", "--by", "ada", "--reason", "home again", "--yes", "--json"];
      const started = jsonOf<{ runId: string; workflow: string }>(await ask(...words));
      expect(started.workflow).toBe("failback");
      const { baton: record, runs } = await statusWhen(({ baton: { phase } }) => phase === "failing-back");
      expect(record).toMatchObject({ active: "standby", holder: expect.stringContaining(started.runId) });
      expect(runs.slice(0, 2).map(({ workflow }) => workflow)).toEqual(["failback", "failover"]);
      const other = await ask("failback", "--by", "bob", "--reason", "home too", "--yes");
      expect(other).toMatchObject({ status: 1, errors: expect.stringContaining("BatonHeld") });
      const story = await ask("history", "--run", started.runId.slice(-8));
      expect(story.output).toContain("ada: home again");
    },
    PATIENCE_MS,
  );

  test("nothing of all this was refused by IAM", () => {
    const refusals = lab.world.journal.entries.filter(({ kind }) => kind === "api-refused");
    expect(refusals.map(({ summary }) => summary)).toEqual([]);
    expect(lab.world.wire.defects).toEqual([]);
  });
});

describe("when something is in the way", () => {
  test("keys that the account does not know are refused in words", async () => {
    const { environment, remove } = leadTo(lab.endpoint);
    const ended = await baton(["status"], environment);
    remove();
    expect(ended).toMatchObject({ status: 1, errors: expect.stringContaining("CredentialsRefused") });
  }, 60_000);
});

function recovered(runs: readonly RunSummary[]): readonly RunSummary[] {
  return runs.filter(({ outcome }) => outcome === "recovered");
}
