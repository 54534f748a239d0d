/** Holds the page about costs, and the figure in the README, to what is synthesized and to its own arithmetic. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { assemblyAt, type StackName } from "../infra/assembly";
import { storefrontAssembly } from "../support/storefront";

const STACKS = ["Watch", "Standby", "Primary", "Witness"] as const satisfies readonly StackName[];
const page = readFileSync("docs/costs.md", "utf8");
const rows = new Map(
  [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \| \$(\d+\.\d\d) \|$/gm)].map(([, what = "", arithmetic = "", dollars]) => [
    what,
    { arithmetic, dollars: Number(dollars) },
  ]),
);
const arithmeticOf = (what: string) => rows.get(what)?.arithmetic;

const assembly = assemblyAt(storefrontAssembly());
const count = (stacks: readonly StackName[], type: string) =>
  stacks.flatMap((stack) => assembly.resources(stack, type)).length;

describe("docs/costs.md", () => {
  test("counts the alarms, metrics and dashboards that are synthesized", () => {
    const alarms = STACKS.flatMap((stack) => assembly.resources(stack, "AWS::CloudWatch::Alarm"));
    const own = alarms
      .filter(({ properties }) => String(properties.Namespace).startsWith("Baton/"))
      .map(({ properties }) => properties.MetricName);
    const [standby, watch] = (["Standby", "Watch"] as const).map((stack) => count([stack], "AWS::CloudWatch::Alarm"));
    const dashboards = count(STACKS, "AWS::CloudWatch::Dashboard");
    expect(alarms).toHaveLength((standby ?? 0) + (watch ?? 0));
    expect(arithmeticOf("alarms, metrics, dashboard")).toBe(
      `(${standby} + ${watch}) alarms x $0.10 + ${new Set(own).size} metrics x $0.30 + ${dashboards} dashboard x $3`,
    );
  });

  test("counts the keys and the health checks that are synthesized", () => {
    expect(arithmeticOf("KMS keys")).toBe(`${count(STACKS, "AWS::KMS::Key")} keys of on-call topics x $1`);
    const types = assembly
      .resources("Watch", "AWS::Route53::HealthCheck")
      .map(({ properties }) => (properties.HealthCheckConfig as { readonly Type: string }).Type);
    const calculated = types.filter((type) => type === "CALCULATED").length;
    expect(arithmeticOf("Route 53 health checks")).toBe(
      `${types.length - calculated} x ($0.50 + $1 HTTPS + $1 fast) + ${calculated} calculated x $0.50`,
    );
  });

  test.each(["alarms, metrics, dashboard", "KMS keys", "Route 53 health checks"])(
    "gets the sum of %s right",
    (what) => {
      const { arithmetic = "", dollars = 0 } = rows.get(what) ?? {};
      expect(dollarsOf(arithmetic)).toBeCloseTo(dollars, 5);
    },
  );

  test("adds its rows up, and the README says the same", () => {
    const sum = [...rows.values()].reduce((total, { dollars }) => total + dollars, 0);
    expect(rows.size).toBe(7);
    for (const text of [page, readFileSync("README.md", "utf8")])
      expect(text).toContain(`About $${Math.round(sum)} a month`);
  });
});

/** "2 x ($0.50 + $1) + 3 alarms x $2" as a number: words and dollar signs are for people. */
function dollarsOf(arithmetic: string): number {
  const bare = arithmetic.replace(/[a-wyzA-Z$-]+/g, "").replaceAll(" x ", " * ");
  return bare
    .replace(/\(([^)]*)\)/g, (_, inner: string) => String(sumOf(inner)))
    .split("+")
    .reduce((sum, term) => sum + productOf(term), 0);
}

const sumOf = (terms: string) => terms.split("+").reduce((sum, term) => sum + productOf(term), 0);
const productOf = (factors: string) => factors.split("*").reduce((product, factor) => product * Number(factor), 1);
