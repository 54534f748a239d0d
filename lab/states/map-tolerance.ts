/** How many failing iterations a Map state puts up with. */
import { StateFailure } from "./failure";
import type { MapState } from "./machine";
import type { Visit } from "./visit";

export interface Tolerance {
  /** Without declared thresholds an inline Map fails with the error of its first failing iteration. */
  readonly isDeclared: boolean;
  isExceededBy(failures: number, iterations: number): boolean;
}

export async function evaluateTolerance(visit: Visit<MapState>): Promise<Tolerance> {
  const { toleratedFailureCount, toleratedFailurePercentage } = visit.state;
  const count = toleratedFailureCount && checkCount(visit, await visit.evaluateNumber(toleratedFailureCount));
  const percentage =
    toleratedFailurePercentage && checkPercentage(visit, await visit.evaluateNumber(toleratedFailurePercentage));
  const isDeclared = count !== undefined || percentage !== undefined;
  return {
    isDeclared,
    isExceededBy(failures, iterations) {
      if (!isDeclared) return failures > 0;
      if (count !== undefined && failures > count) return true;
      return percentage !== undefined && failures * 100 > percentage * iterations;
    },
  };
}

function checkCount(visit: Visit, count: number): number {
  if (count < 0) throw visit.runtimeFailure("ToleratedFailureCount cannot be negative.");
  if (Number.isInteger(count)) return count;
  throw visit.runtimeFailure(`ToleratedFailureCount must be an integer, but was: ${count}`); // wording [est]
}

function checkPercentage(visit: Visit, percentage: number): number {
  if (percentage >= 0 && percentage <= 100) return percentage;
  throw visit.runtimeFailure("ToleratedFailurePercentage must be between 0 and 100.");
}

export function thresholdFailure(): StateFailure {
  return new StateFailure(
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
  );
}
