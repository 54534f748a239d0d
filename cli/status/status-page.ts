/** The state of one application as a terminal shows it: what matters most first. */

import type { Opinion } from "../../lambdas/observers/observer";
import { pauseText } from "../../orchestrator/automation";
import type { Baton, Phase } from "../../orchestrator/baton";
import { workflowOf } from "../../orchestrator/baton-transitions";
import type { Observation, Observer, Verdict } from "../../orchestrator/evidence";
import { executionConsoleUrl } from "../../orchestrator/message-text";
import { runIdOf } from "../../orchestrator/names";
import { outcomeText, type RunSummary } from "../records/run-list";
import { runRows } from "../records/run-rows";
import { ends, fields, hanging } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { awayText, clockText } from "../terminal/time";
import type { StatusView } from "./status";

const PHASES: Readonly<Record<Phase, string>> = {
  steady: "steady: nothing is going on",
  "failing-over": "failing over: a run is at work",
  "failed-over": "failed over: the standby serves until somebody starts the way home, `failback`",
  "failing-back": "failing back: a run is at work",
  "needs-operator": "NEEDS YOU: the run stopped; mend the cause, then choose Redrive on its page",
};

/** A switchover has the baton's phase of a failover, and is none. */
function phaseText(baton: Baton): string {
  const isSwitchover = baton.phase === "failing-over" && workflowOf(baton) === "switchover";
  return isSwitchover ? "switching over: a run is at work" : PHASES[baton.phase];
}

const OBSERVERS: Readonly<Record<Observer, string>> = {
  route53: "Route 53's checkers",
  standbyProbe: "this machine",
  witnessProbe: "the witness",
  replica: "replication",
};

const VERDICT_STYLES = { UP: "green", DOWN: "red", UNKNOWN: "yellow" } as const satisfies Record<Verdict, string>;
/** Of an outage. */
const NO_SIGN = "no sign";
const NAME_COLUMNS = 23;
const VERDICT_COLUMNS = 9;

export function statusPage(status: StatusView, screen: Screen): string[] {
  const { application, place, nowMs, runs, standby } = status;
  const heading = (text: string) => ["", styled(screen, "bold", text)];
  return [
    styled(screen, "bold", ends(`${application} on ${place}`, clockText(nowMs), screen.columns)),
    "",
    ...fields(batonRows(status), 2, screen.columns).map((line) => alarming(line, status, screen)),
    ...heading("The primary as seen now"),
    ...status.evidence.flatMap((seen) => sightLines(OBSERVERS[seen.observer], seen, screen, wordFor(seen))),
    ...(standby
      ? [...heading("The standby, which serves"), ...sightLines(OBSERVERS.standbyProbe, standby, screen)]
      : []),
    ...heading("Last runs"),
    ...(runs.length === 0 ? ["  none in the last 90 days"] : runRows(runs, nowMs, screen)),
  ];
}

function batonRows({ baton, regions, nowMs, isPaused, runs, words }: StatusView): (readonly [string, string])[] {
  const { active, epoch, holder, changedAtMs, automation } = baton;
  const since =
    changedAtMs === 0 ? "since the deployment" : `since ${clockText(changedAtMs)}, ${awayText(changedAtMs, nowMs)}`;
  const end = automation.pausedUntilMs === undefined ? "" : `, ${awayText(automation.pausedUntilMs, nowMs)}`;
  return [
    ["active", `${active}, ${regions[active]}, epoch ${epoch}`],
    ["phase", `${phaseText(baton)} (${since})`],
    ...holderRows(holder, runs, words),
    ["automation", isPaused ? `${pauseText(automation).replace("paused", "PAUSED")}${end}` : "enabled"],
  ];
}

function holderRows(holder: string | null, runs: readonly RunSummary[], words: string): (readonly [string, string])[] {
  if (holder === null) return [["holder", "nobody"]];
  const run = runs.find(({ executionArn }) => executionArn === holder);
  const outcome = run ? outcomeText(run) : "see its page";
  const waits = outcome === "awaiting-approval";
  return [
    ["holder", `${run ? `${run.workflow} ` : ""}run ${runIdOf(holder)}, ${outcome}`],
    ...(waits ? [["answer", `npm run baton -- approve | decline --by <you>${words}`] as const] : []),
    ["page", executionConsoleUrl(holder)],
  ];
}

/** What somebody has to act on stands out. */
function alarming(line: string, { baton, isPaused }: StatusView, screen: Screen): string {
  if (baton.phase === "needs-operator" && line.includes("NEEDS YOU")) return styled(screen, "red", line);
  return isPaused && line.includes("PAUSED") ? styled(screen, "yellow", line) : line;
}

/** A replica can only say that its source is lost: as long as it does not, that is no gap in what is known. */
function wordFor({ observer, verdict }: Observation): string {
  return observer === "replica" && verdict === "UNKNOWN" ? NO_SIGN : verdict;
}

function sightLines(who: string, { verdict, detail }: Opinion, screen: Screen, word: string = verdict): string[] {
  const first = `  ${who.padEnd(NAME_COLUMNS)}${word.padEnd(VERDICT_COLUMNS)}`;
  const [head = "", ...rest] = hanging(first, first.length, detail, screen.columns);
  if (word === NO_SIGN) return [head, ...rest];
  return [head.replace(word, styled(screen, VERDICT_STYLES[verdict], word)), ...rest];
}
