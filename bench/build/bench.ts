/** The lab and the build: real time and memory on this machine. */
import { COLOURS } from "../../lab/report/chart";
import { count } from "../../lab/report/format";
import type { Workshop } from "../benches";
import { barChart } from "../report/bar-chart";
import type { Findings } from "../report/chapter";
import { type Bundle, measureBundles } from "./bundles";
import { type DrillSpeed, measureDrills } from "./drills";

const AIM = { drillsPerSecond: 200, kilobytes: 500, coldImportMs: 150, medianRatio: 1.05 };
/** All of them are in the table. */
const DRAWN_BUNDLES = 12;

export interface BuildNumbers {
  readonly synthSeconds: number;
  readonly speed: DrillSpeed;
  readonly bundles: readonly Bundle[];
}

export async function measureBuild(workshop: Workshop): Promise<Findings<BuildNumbers>> {
  const { plan, assemblyFolder, seeds, synthSeconds } = workshop;
  const bundles = measureBundles(assemblyFolder);
  const speed = await measureDrills(plan, assemblyFolder, seeds);
  const numbers = { synthSeconds, speed, bundles };
  return { numbers, chapter: chapterOf(numbers) };
}

function chapterOf({ synthSeconds, speed, bundles }: BuildNumbers) {
  const drawn = bundles.slice(0, DRAWN_BUNDLES);
  const slowest = Math.max(...bundles.map(({ coldImportMs }) => coldImportMs));
  return {
    title: "The lab and the build",
    lead: `Real time on this machine, which does other things too. Aims: ${AIM.drillsPerSecond} drills a second and core, bundles of at most ${AIM.kilobytes} KB, cold imports of at most ${AIM.coldImportMs} ms.`,
    charts: [
      {
        caption: `The ${drawn.length} largest bundles`,
        svg: barChart({
          categories: drawn.map(({ functionName }) => functionName),
          axisName: "KB",
          series: [
            {
              name: "minified, KB",
              colour: COLOURS.primary,
              values: drawn.map(({ kilobytes }) => Math.round(kilobytes)),
            },
          ],
        }),
      },
    ],
    tables: [
      {
        caption: `${speed.drills} region outages`,
        of: "numbers" as const,
        heads: ["", "measured", "aim"],
        rows: [
          ["drills per second of processor time", speed.perProcessorSecond.toFixed(1), String(AIM.drillsPerSecond)],
          ["drills per second", speed.perSecond.toFixed(1), ""],
          ["ended as the scenario expects", `${speed.asExpected} of ${speed.drills}`, `${speed.drills}`],
          [
            "RTO / floor, median (p99)",
            `${speed.medianRatio.toFixed(3)} (${speed.p99Ratio.toFixed(3)})`,
            String(AIM.medianRatio),
          ],
          ["API calls of the median drill", count(speed.callsOfMedianDrill), ""],
          ["largest memory of the process", `${speed.peakMegabytes.toFixed(0)} MB`, ""],
          ["synthesis in process, bundling and cdk-nag included", `${synthSeconds.toFixed(1)} s`, ""],
          ["largest bundle", `${bundles[0]?.kilobytes.toFixed(0) ?? "-"} KB`, `${AIM.kilobytes} KB`],
          ["slowest cold import", `${slowest.toFixed(0)} ms`, `${AIM.coldImportMs} ms`],
        ],
      },
      {
        caption: "Bundles",
        of: "numbers" as const,
        heads: ["function", "KB", "cold import, ms"],
        rows: bundles.map((each) => [each.functionName, each.kilobytes.toFixed(0), each.coldImportMs.toFixed(0)]),
      },
    ],
    notes: [
      "Why not 200 drills a second: a drill is hundreds of API calls, invocations of the real handlers and thousands of JSONata fields and events of the clock, and its profile is flat; docs/lab.md takes it apart.",
      "The bundles over the aim talk to five services each, and the SDK's clients are most of them.",
    ],
  };
}
