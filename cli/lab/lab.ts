/** `baton lab`: a plan's whole world on this machine, behind an HTTP endpoint, for this command line and every AWS tool. */
import { join } from "node:path";
import type { Command } from "commander";
import { synthesize } from "../../infra/synthesize";
import { isForPeople, timelineLine } from "../../lab/drill/timeline";
import type { JournalEntry } from "../../lab/kernel/journal";
import { LiveLab } from "../../lab/live/live-lab";
import { timelineRow } from "../../lab/report/terminal";
import type { Scenario } from "../../lab/scenarios/scenario";
import type { Plan } from "../../orchestrator/plan";
import {
  DEFAULT_LAB_ENDPOINT,
  DEFAULT_LAB_PORT,
  LARGEST_SEED,
  type PlanOptions,
  planCommand,
  wholeNumber,
  wordsOf,
} from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { findPlan } from "../find-plan";
import { operatorStatements } from "../operator-policy";
import { scenarioOrUsageError } from "../scenario";
import { realClock } from "../session/real-clock";
import { endOnSignals, onSignals } from "../signals";
import { print, printJson, screenOf } from "../terminal/screen";
import { throwAwayFolder } from "../throw-away-folder";
import { accessOf, welcomePage } from "./welcome-page";

interface LabOptions extends PlanOptions {
  readonly port: number;
  readonly speed: number;
  readonly seed: number;
  readonly scenario?: string;
}

/** A faster lab cannot keep up on an ordinary laptop, and clients' real time-outs become hours in it. */
const HIGHEST_SPEED = 600;
/** Under the messages' own text. */
const ANSWER_INDENT = 11;
/** Time to open a second terminal before the scenario begins. */
const CALM_SECONDS = 60;

export function labCommand(onEnd: (status: number) => void): Command {
  return planCommand("lab", "run the plan's world on this machine, for --lab and AWS_ENDPOINT_URL; Ctrl-C ends it")
    .option(
      "--port <number>",
      "where it listens on 127.0.0.1; 0 takes a free port",
      wholeNumber(0, 65_535),
      DEFAULT_LAB_PORT,
    )
    .option("--speed <factor>", "seconds that pass in the lab per second", wholeNumber(1, HIGHEST_SPEED), 1)
    .option("--seed <number>", "every chance in the lab follows from it", wholeNumber(0, LARGEST_SEED), 1)
    .option("--scenario <name>", `what goes wrong, ${CALM_SECONDS} s of lab time after the start (see drill --list)`)
    .action(async (options: LabOptions) => {
      await runLab(options);
      onEnd(EXIT_STATUS.success);
    });
}

async function runLab(options: LabOptions): Promise<void> {
  const plan = await findPlan(options);
  const scenario = options.scenario === undefined ? undefined : scenarioOrUsageError(options.scenario);
  const stopEnding = endOnSignals();
  const folder = throwAwayFolder("lab");
  const lab = await open(plan, await synthesize(plan, join(folder, "cdk.out")), options);
  stopEnding();
  onSignals(() => void lab.close());
  greet(lab, plan, options);
  if (scenario) lab.begin(later(scenario));
  await lab.ended;
}

async function open(plan: Plan, assemblyFolder: string, { port, speed, seed, json }: LabOptions): Promise<LiveLab> {
  const { hasColour } = screenOf(process.stdout);
  const openedAtMs = realClock.now();
  const tell = (entry: JournalEntry) => {
    if (!isForPeople(entry)) return;
    print([timelineRow(timelineLine(entry, openedAtMs), hasColour), ...answerLines(entry, lab)]);
  };
  let lab: LiveLab | undefined;
  try {
    lab = await LiveLab.open({
      assemblyFolder,
      plan,
      seed,
      speed,
      port,
      realTime: realClock,
      operatorStatements: operatorStatements(plan),
      ...(!json && { onEntry: tell }),
    });
    return lab;
  } catch (error) {
    throw isPortTaken(error) ? portTaken(port, error) : error;
  }
}

/** A message that asks says where a browser on this machine answers; its own link leads into the simulated internet. */
function answerLines({ kind, facts }: JournalEntry, lab: LiveLab | undefined): string[] {
  if (kind !== "message-published" || lab === undefined) return [];
  return lab.pageLinksIn(String(facts.email)).map((link) => `${" ".repeat(ANSWER_INDENT)}answer: ${link}`);
}

function greet(lab: LiveLab, plan: Plan, options: LabOptions): void {
  const { json, speed } = options;
  const words = wordsOf({ ...options, lab: lab.endpoint === DEFAULT_LAB_ENDPOINT ? true : lab.endpoint });
  if (json) printJson({ application: plan.application, speed, ...accessOf(lab, plan) });
  else print(welcomePage(lab, plan, speed, words, screenOf(process.stdout)));
}

function later({ faults }: Scenario): Pick<Scenario, "faults"> {
  return { faults: faults.map(({ atSeconds, fault }) => ({ atSeconds: atSeconds + CALM_SECONDS, fault })) };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

function portTaken(port: number, cause: unknown): CommandFailed {
  const message = `Port ${port} of this machine is taken, perhaps by another lab. End that one, or give --port 0 and use the address that is printed.`;
  return new CommandFailed("PortTaken", message, { cause });
}
