/** The drill as a terminal shows it: one line per happening while it unfolds, then a summary that fits a screen. */
import { styleText } from "node:util";
import type { DrillResult, TimelineLine } from "../drill/result";
import { count, drillClock, duration, percent, timesFloor } from "./format";

type Style = Parameters<typeof styleText>[0];

const ACTOR_STYLES: Readonly<Record<string, Style>> = {
  fault: "red",
  mending: "green",
  customers: "magenta",
  baton: "cyan",
  states: "cyan",
  sns: "yellow",
};

/** One line of the timeline; `colour` is off where the output is not a terminal. */
export function timelineRow(line: TimelineLine, colour: boolean): string {
  const clock = drillClock(line.atSeconds).padStart(10);
  const row = `${clock}  ${line.region.padEnd(14)} ${line.actor.padEnd(12)} ${line.why}`;
  const style = ACTOR_STYLES[line.actor];
  return colour && style ? styleText(style, row, { validateStream: false }) : row;
}

export function heading(drill: {
  readonly application: string;
  readonly seed: number;
  readonly scenario: { readonly name: string; readonly title: string; readonly story: string };
}): string[] {
  const { name, title, story } = drill.scenario;
  return ["", `Baton drill: ${drill.application}, ${name}, seed ${drill.seed}`, ...wrapped(`${title}. ${story}`), ""];
}

const LINE_WIDTH = 100;

function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length >= LINE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

/** Everything after the timeline. */
export function summary(result: DrillResult, colour: boolean): string[] {
  return [
    "",
    ...figures(result).map(([name, value]) => `  ${name.padEnd(13)} ${value}`),
    "",
    ...whereTheTimeWent(result),
    ...expectations(result, colour),
  ];
}

function figures(result: DrillResult): [string, string][] {
  return [
    ["Outcome", outcome(result)],
    ...moves(result),
    ["RTO", recovery(result)],
    ["RPO", dataLoss(result)],
    ["Customers", customers(result)],
    ["Fence", result.fenceVerdict ?? "not needed"],
    ["AWS calls", calls(result)],
    ["IAM refusals", result.iamRefusals.length === 0 ? "none" : result.iamRefusals.join("; ")],
    ["Messages", messages(result)],
  ];
}

function outcome(result: DrillResult): string {
  return `${result.outcome}; ${result.activeRegion} (${result.activeRole}) holds the baton, epoch ${result.epoch}`;
}

/** Worth a line of its own only where there is more than the failover that all other figures are about. */
function moves({ moves: all }: DrillResult): [string, string][] {
  if (all.every(({ direction }) => direction === "failover")) return [];
  const lines = all.map(
    ({ direction, atSeconds, rtoSeconds, writesLost }) =>
      `${drillClock(atSeconds)} ${direction}: interrupted for ${duration(rtoSeconds)}, ${count(writesLost)} writes lost`,
  );
  return [["Moves", lines.join("\n".padEnd(17))]];
}

function recovery(result: DrillResult): string {
  if (result.rtoSeconds === null)
    return result.availability === 1 ? "no customer noticed" : "customers are not served yet";
  const floor =
    result.floorSeconds === null
      ? ""
      : `; floor ${duration(result.floorSeconds)}, ${timesFloor(result.rtoSeconds, result.floorSeconds)}`;
  return `${duration(result.rtoSeconds)} (objective ${duration(result.rtoObjectiveSeconds)}${floor})`;
}

function dataLoss(result: DrillResult): string {
  const estimate =
    result.estimatedRpoSeconds === null
      ? "no estimate by the run"
      : `the run estimated at most ${duration(result.estimatedRpoSeconds)}`;
  return `${duration(result.rpoSeconds)} true (objective ${duration(result.rpoObjectiveSeconds)}; ${estimate})`;
}

function customers(result: DrillResult): string {
  const writes = `${count(result.writesAcknowledged)} writes acknowledged, ${count(result.writesLost)} lost`;
  return `${percent(result.availability)} of requests served; ${writes}, ${count(result.splitBrainWrites)} split-brain`;
}

function calls(result: DrillResult): string {
  const total = result.apiCalls.reduce((sum, entry) => sum + entry.calls, 0);
  const failed = result.apiCalls.reduce((sum, entry) => sum + entry.failed, 0);
  const throttled = result.apiCalls.reduce((sum, entry) => sum + entry.throttled, 0);
  const ofThese = throttled === 0 ? "" : `, ${count(throttled)} of these throttled`;
  return `${count(total)} (${result.apiCalls.length} kinds), ${count(failed)} failed or unanswered${ofThese}`;
}

function messages(result: DrillResult): string {
  if (result.notices.length === 0) return "none";
  return result.notices.map((notice) => `${drillClock(notice.atSeconds)} ${notice.subject}`).join("\n".padEnd(17));
}

const BAR_WIDTH = 40;

function whereTheTimeWent(result: DrillResult): string[] {
  const { floorParts, floorSeconds, rtoSeconds } = result;
  if (floorSeconds === null || rtoSeconds === null) return [];
  const ours = { name: "above the floor", seconds: Math.max(0, rtoSeconds - floorSeconds) };
  const rows = [...floorParts, ours].map(({ name, seconds }) => {
    const bar = "#".repeat(Math.round((seconds / Math.max(rtoSeconds, floorSeconds)) * BAR_WIDTH));
    return `    ${name.padEnd(34)} ${duration(seconds).padStart(12)}  ${bar}`;
  });
  return ["  Where the time went", ...rows, ""];
}

function expectations(result: DrillResult, colour: boolean): string[] {
  const rows = result.expectations.map(({ name, holds, detail }) => {
    const row = `    ${holds ? "ok  " : "FAIL"} ${name}${holds ? "" : `: ${detail}`}`;
    return colour ? styleText(holds ? "green" : "red", row, { validateStream: false }) : row;
  });
  return ["  What this scenario expects", ...rows, ""];
}
