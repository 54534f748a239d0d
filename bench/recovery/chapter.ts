/** The comparison as a chapter: times for the outage, writes for the nights in which haste does harm. */
import { COLOURS } from "../../lab/report/chart";
import { count, duration } from "../../lab/report/format";
import { barChart } from "../report/bar-chart";
import type { Chapter, Table } from "../report/chapter";
import { ALTERNATIVES } from "./alternatives";
import { COMPARED_SCENARIOS } from "./compare";
import { BATON } from "./night";
import { fasterAndAsSafe, type ToolSummary } from "./summary";

const AIM = { medianRatio: 1.05, p99Ratio: 1.15 };
const TITLES: Readonly<Record<string, string>> = {
  [BATON]: "Baton",
  ...Object.fromEntries(ALTERNATIVES.map(({ name, title }) => [name, title])),
};
const [OUTAGE] = COMPARED_SCENARIOS;

/** What happens in each, for the captions. */
const STORIES: Readonly<Record<(typeof COMPARED_SCENARIOS)[number], string>> = {
  "region-outage": "the primary Region goes dark and stays dark",
  "application-outage": "the primary's application answers 503 for 40 minutes; its database is alive",
  "old-primary-returns-early": "the dark Region comes back a minute after the promotion has begun",
  "false-alarm": "the application stumbles for 75 seconds; nobody needs to promote anything",
};

export function recoveryChapter(summaries: readonly ToolSummary[]): Chapter {
  const nights = summaries[0]?.nights ?? 0;
  return {
    title: "Recovery beside the alternatives",
    lead: `${nights} seeds for each scenario and tool: the same moments, the same promotions, the same customers, the same simulated AWS. Aim: Baton's median within ${AIM.medianRatio} of the floor, its 99th percentile within ${AIM.p99Ratio}, and no alternative both faster and as safe.`,
    charts: [
      { caption: `Time until customers can write: ${STORIES[OUTAGE]}`, svg: timesChart(summaries) },
      { caption: "Writes acknowledged by the wrong writer, in an average night", svg: splitChart(summaries) },
    ],
    tables: [...COMPARED_SCENARIOS.map((scenario) => tableOf(scenario, summaries)), ASSUMPTIONS],
    notes: [...verdicts(summaries), ...READING],
  };
}

function ofScenario(summaries: readonly ToolSummary[], scenario: string): readonly ToolSummary[] {
  return summaries.filter((summary) => summary.scenario === scenario);
}

function timesChart(summaries: readonly ToolSummary[]): string {
  const rows = ofScenario(summaries, OUTAGE);
  return barChart({
    categories: rows.map(({ tool }) => titleOf(tool)),
    axisName: "minutes",
    series: [
      {
        name: "median",
        colour: COLOURS.standby,
        values: rows.map(({ p50Seconds }) => minutes(p50Seconds)),
        labels: rows.map(({ p50Seconds }) => time(p50Seconds)),
      },
      {
        name: "99th percentile",
        colour: COLOURS.primary,
        values: rows.map(({ p99Seconds }) => minutes(p99Seconds)),
        labels: rows.map(({ p99Seconds }) => time(p99Seconds)),
      },
    ],
  });
}

function splitChart(summaries: readonly ToolSummary[]): string {
  const tools = ofScenario(summaries, OUTAGE).map(({ tool }) => tool);
  const colours = [COLOURS.aws, COLOURS.failed, COLOURS.baton];
  const harmful = COMPARED_SCENARIOS.filter((scenario) => scenario !== OUTAGE);
  return barChart({
    categories: tools.map(titleOf),
    axisName: "split-brain writes",
    series: harmful.map((scenario, index) => {
      const rows = ofScenario(summaries, scenario);
      const values = tools.map((tool) => Math.round(rows.find((row) => row.tool === tool)?.splitBrainWrites ?? 0));
      const name = scenario.replaceAll("-", " ");
      return { name, colour: colours[index] ?? COLOURS.fault, values, labels: values.map(count) };
    }),
  });
}

function tableOf(scenario: (typeof COMPARED_SCENARIOS)[number], summaries: readonly ToolSummary[]): Table {
  const rows = ofScenario(summaries, scenario).map((row) => [
    titleOf(row.tool),
    time(row.p50Seconds),
    time(row.p99Seconds),
    ratio(row.p50Ratio),
    ratio(row.p99Ratio),
    count(Math.round(row.writesLost)),
    count(Math.round(row.splitBrainWrites)),
    `${row.promoted}/${row.nights}`,
    `${row.served}/${row.nights}`,
  ]);
  const heads = [
    "",
    "RTO p50",
    "RTO p99",
    "p50 / floor",
    "p99 / floor",
    "lost",
    "split-brain",
    "promoted",
    "served at end",
  ];
  return { caption: `${scenario}: ${STORIES[scenario]}`, of: "numbers", heads, rows };
}

function verdicts(summaries: readonly ToolSummary[]): string[] {
  const rivals = fasterAndAsSafe(summaries, OUTAGE).map(titleOf);
  const baton = ofScenario(summaries, OUTAGE).find(({ tool }) => tool === BATON);
  const isNear = (baton?.p50Ratio ?? 9) <= AIM.medianRatio && (baton?.p99Ratio ?? 9) <= AIM.p99Ratio;
  return [
    rivals.length === 0
      ? "No alternative is both faster and as safe."
      : `Both faster and as safe: ${rivals.join(", ")}.`,
    `Baton is ${isNear ? "within" : "NOT within"} its aim beside the floor: median ${ratio(baton?.p50Ratio ?? null)}, 99th percentile ${ratio(baton?.p99Ratio ?? null)}.`,
  ];
}

const READING = [
  "The floor is that of Baton's drill of the same seed: detection, the longer of promotion and boot, the flip of the traffic check, DNS. An alternative whose names have moved before, or are moved by a routing control, has no need of the third part and can lie below it.",
  "A write counts as lost when it was acknowledged and the database that is left does not hold it. In a Region that goes dark the last second or so is lost whoever promotes, and a second more or less is chance. Split-brain writes were taken by the old writer after the new one had left it: they are lost as well.",
  "Where the old Region comes back early, whoever does not fence lets it serve on: customers are served sooner, and all that they write until names have moved is lost. Short times there are no merit.",
];

const ASSUMPTIONS: Table = {
  caption: "What was assumed of the alternatives, and who says so",
  of: "words",
  heads: ["", "Assumption", "Source"],
  rows: ALTERNATIVES.flatMap(({ title, assumptions }) => assumptions.map(({ what, source }) => [title, what, source])),
};

function titleOf(tool: string): string {
  return TITLES[tool] ?? tool;
}

function minutes(seconds: number | null): number | null {
  return seconds === null ? null : seconds / 60;
}

function time(seconds: number | null): string {
  return seconds === null ? "not in time" : duration(seconds);
}

function ratio(value: number | null): string {
  return value === null ? "-" : value.toFixed(3);
}
