/** Growth: plans with more resources, and accounts with more applications. */
import { COLOURS } from "../../lab/report/chart";
import { count, duration, percent } from "../../lab/report/format";
import type { Workshop } from "../benches";
import { barChart } from "../report/bar-chart";
import type { Chapter, Findings, Table } from "../report/chapter";
import { type ApplicationGrowth, failTogether } from "./applications";
import { growthOf, type ResourceGrowth } from "./resources";

/** Plans with more resources say much the same for each seed, and take longer. */
const MOST_SEEDS = 3;
const AIM = { timesRto: 1.5, throttledShare: 0.05 };

export interface GrowthNumbers {
  readonly resources: readonly ResourceGrowth[];
  readonly applications: readonly ApplicationGrowth[];
}

export async function measureGrowth(workshop: Workshop): Promise<Findings<GrowthNumbers>> {
  const { plan, assemblyFolder, workFolder, progress, growth } = workshop;
  const resources: ResourceGrowth[] = [];
  for (const size of growth.resources) {
    resources.push(await growthOf(plan, size, Math.min(MOST_SEEDS, workshop.seeds), workFolder));
    progress(`Growth: a plan of ${size} resources is done.`);
  }
  const applications: ApplicationGrowth[] = [];
  for (const size of growth.applications) {
    applications.push(await failTogether(plan, assemblyFolder, size));
    progress(`Growth: ${size} applications are done, ${applications.at(-1)?.realSeconds.toFixed(0)} s.`);
  }
  const numbers = { resources, applications };
  return { numbers, chapter: chapterOf(numbers) };
}

function chapterOf({ resources, applications }: GrowthNumbers): Chapter {
  return {
    title: "Growth",
    lead: `The primary Region goes dark under plans with more and more resources, and under more and more applications of one account at the same moment. Aims: a definition that does not grow, at most ${AIM.timesRto} times the recovery of the smallest, less than ${percent(AIM.throttledShare)} of calls throttled.`,
    charts: [
      {
        caption: "Applications of one account that fail at the same moment: time until customers can write",
        svg: barChart({
          categories: applications.map((each) => `${each.applications}`),
          axisName: "minutes",
          series: [
            {
              name: "median",
              colour: COLOURS.standby,
              values: applications.map(({ p50Seconds }) => minutes(p50Seconds)),
              labels: applications.map(({ p50Seconds }) => time(p50Seconds)),
            },
            {
              name: "99th percentile",
              colour: COLOURS.primary,
              values: applications.map(({ p99Seconds }) => minutes(p99Seconds)),
              labels: applications.map(({ p99Seconds }) => time(p99Seconds)),
            },
          ],
        }),
      },
    ],
    tables: [resourceTable(resources), applicationTable(applications)],
    notes: [
      ...resources.flatMap(({ resources: size, refusal }) =>
        refusal === null ? [] : [`${size} resources: ${refusal}`],
      ),
      ...applications.flatMap(({ applications: size, mostThrottled }) =>
        mostThrottled.length === 0
          ? []
          : [`Most throttled of ${size} applications: ${mostThrottled.map(refusedOf).join(", ")}.`],
      ),
      "A plan may have at most 40 resources: an inline Map works on 40 at a time, and the deadline of a 41st would begin only when another is done (docs/decisions.md). Hundreds and thousands of resources are therefore not measured; they are several applications.",
      "All resources of a phase are worked on side by side, so a larger plan waits for the slowest of its promotions: AWS's own spread, which the floor contains. What Baton adds is the ratio to the floor.",
      "The smallest plan has two resources, not one: without a database nothing is promoted, and without a group nobody serves.",
      "Applications share the account's API quotas as AWS has them by default, each with a world of its own otherwise. Deploying them is not throttled: nobody deploys all of them in one minute.",
      "1,000 applications are not part of a usual run: `NODE_OPTIONS=--max-old-space-size=12000 npm run bench -- --only growth --resources none --applications 1000` takes half an hour of one core and 6 GB; docs/proof.md has its result.",
    ],
  };
}

function resourceTable(resources: readonly ResourceGrowth[]): Table {
  const rows = resources.map((each) =>
    each.refusal === null
      ? [
          count(each.resources),
          `${each.recovered}/${each.drills}`,
          time(each.medianRtoSeconds),
          each.medianRatio.toFixed(3),
          count(each.historyEvents),
          count(each.definitionBytes),
          count(each.apiCalls),
          percent(each.throttledShare),
          `$${each.transitionDollars.toFixed(3)}`,
        ]
      : [count(each.resources), "refused", "-", "-", "-", "-", "-", "-", "-"],
  );
  const heads = [
    "resources",
    "recovered",
    "RTO p50",
    "p50 / floor",
    "history",
    "definition, bytes",
    "calls",
    "throttled",
    "transitions",
  ];
  return { caption: "Resources of one plan", of: "numbers", heads, rows };
}

function applicationTable(applications: readonly ApplicationGrowth[]): Table {
  const rows = applications.map((each) => [
    count(each.applications),
    `${each.recovered}/${each.applications}`,
    time(each.p50Seconds),
    time(each.p99Seconds),
    Number.isFinite(each.p50Ratio) ? each.p50Ratio.toFixed(3) : "-",
    count(each.calls),
    percent(each.throttledShare),
  ]);
  const heads = ["applications", "recovered", "RTO p50", "RTO p99", "p50 / floor", "calls", "throttled"];
  return { caption: "Applications of one account", of: "numbers", heads, rows };
}

/** Infinite: customers were not served within the time that was watched. */
function time(seconds: number): string {
  return Number.isFinite(seconds) ? duration(seconds) : "not in time";
}

function minutes(seconds: number): number | null {
  return Number.isFinite(seconds) ? seconds / 60 : null;
}

/** "rds PromoteReadReplica (378 of 478)". */
function refusedOf({ api, throttled, calls }: ApplicationGrowth["mostThrottled"][number]): string {
  return `${api} (${count(throttled)} of ${count(calls)})`;
}
