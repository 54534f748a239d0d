/** Where in a definition a machine stands. */
import type { ProblemList } from "./definition-report";
import type { JsonObject } from "./json";
import type { MachineType } from "./types";

/** What the checks of a machine need to know about where it stands. */
export interface MachinePlace {
  /** JSON pointer of the machine. */
  readonly place: string;
  readonly kind: "top" | "branch" | "processor";
  /** Query language of states that name none; only the top level can set it. */
  readonly language: string;
  readonly type: MachineType;
  /** Names must be unique over the whole definition. */
  readonly stateNames: Set<string>;
  /** Checks a machine within a state; here so that the rules of states need not know those of machines. */
  readonly checkMachine: (machine: JsonObject, where: MachinePlace, problems: ProblemList) => void;
}
