/** What Baton costs: resources counted in the templates, use counted in the lab, prices from a table. */
import { readAssembly } from "../../lab/assembly/read-assembly";
import { COLOURS } from "../../lab/report/chart";
import type { Workshop } from "../benches";
import { barChart } from "../report/bar-chart";
import type { Chapter, Findings, Table } from "../report/chapter";
import { inventoryOf } from "./inventory";
import { linesAtRest, linesOfFailover } from "./lines";
import { type CostLine, dollarsOf, PRICES, PRICES_AS_OF, totalOf } from "./prices";
import { usageOfCalmHour, usageOfFailover } from "./rehearse-usage";

export interface CostNumbers {
  readonly pricesAsOf: string;
  readonly dollarsPerMonth: number;
  readonly dollarsPerFailover: number;
  readonly atRest: readonly CostLine[];
  readonly failover: readonly CostLine[];
}

export async function measureCost({ plan, assemblyFolder }: Workshop): Promise<Findings<CostNumbers>> {
  const inventory = inventoryOf(readAssembly(assemblyFolder));
  const atRest = linesAtRest(inventory, await usageOfCalmHour(plan, assemblyFolder));
  const failover = linesOfFailover(inventory, await usageOfFailover(plan, assemblyFolder), plan.contacts);
  const numbers = {
    pricesAsOf: PRICES_AS_OF,
    dollarsPerMonth: totalOf(atRest),
    dollarsPerFailover: totalOf(failover),
    atRest,
    failover,
  };
  return { numbers, chapter: chapterOf(numbers) };
}

function chapterOf({ dollarsPerMonth, dollarsPerFailover, atRest, failover }: CostNumbers): Chapter {
  const dearest = [...atRest].sort((left, right) => dollarsOf(right) - dollarsOf(left)).slice(0, 10);
  return {
    title: "Cost",
    lead: `$${dollarsPerMonth.toFixed(2)} a month at rest, $${dollarsPerFailover.toFixed(2)} for a failover. Resources are counted in the synthesized templates, use in an hour of calm and in one Region outage in the lab; list prices of ${PRICES_AS_OF} without free tiers.`,
    charts: [
      {
        caption: "A month at rest: the ten dearest lines",
        svg: barChart({
          categories: dearest.map(({ what }) => what),
          axisName: "US dollars",
          series: [
            {
              name: "dollars a month",
              colour: COLOURS.aws,
              values: dearest.map(dollarsOf),
              labels: dearest.map((line) => `$${dollarsOf(line).toFixed(2)}`),
            },
          ],
        }),
      },
    ],
    tables: [tableOf("A month at rest", atRest), tableOf("One failover", failover)],
    notes: [
      "The standby's own database and instances are the user's, and so are transfer and snapshots of copied images.",
      "Compute is reckoned with the lab's estimate of 40 ms for a call within a Region, which is slower than AWS usually is.",
    ],
  };
}

function tableOf(caption: string, lines: readonly CostLine[]): Table {
  const rows = lines.map((line) => {
    const { dollars, per, unit } = PRICES[line.price];
    const each = per === 1 ? `$${dollars}` : `$${dollars} for ${per.toLocaleString("en-US")}`;
    return [line.what, line.counted, amount(line.quantity), `${each} (${unit})`, `$${dollarsOf(line).toFixed(4)}`];
  });
  const total = ["together", "", "", "", `$${totalOf(lines).toFixed(4)}`];
  return { caption, of: "numbers", heads: ["", "counted", "quantity", "price", "cost"], rows: [...rows, total] };
}

function amount(quantity: number): string {
  return quantity.toLocaleString("en-US", { maximumFractionDigits: quantity < 10 ? 3 : 0 });
}
