/** The `numeric` operator: `[">", 0, "<=", 5]`, at most one lower and one upper bound. */
import { AwsError } from "../../kernel/service";

const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

export function assertNumeric(argument: unknown): void {
  const bounds = boundsOf(argument);
  const isSound = bounds.length >= 1 && bounds.length <= 2 && bounds.every(([sign, bound]) => isBound(sign, bound));
  if (isSound) return;
  throw new AwsError(
    "InvalidEventPatternException",
    "Event pattern is not valid. Reason: numeric takes [sign, number]",
  );
}

export function matchesNumeric(argument: unknown, value: unknown): boolean {
  if (typeof value !== "number") return false;
  return boundsOf(argument).every(([sign, bound]) => COMPARE[String(sign)]?.(value, Number(bound)) ?? false);
}

function boundsOf(argument: unknown): readonly (readonly [unknown, unknown])[] {
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [];
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, index) => [items[2 * index], items[2 * index + 1]]);
}

function isBound(sign: unknown, bound: unknown): boolean {
  return typeof sign === "string" && Object.hasOwn(COMPARE, sign) && typeof bound === "number";
}
