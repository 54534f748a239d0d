/** Definitions in the Amazon States Language with JSONata, as they are after `validateDefinition` found nothing. */
import type { Json, JsonObject } from "./json";

export interface AslMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
  readonly TimeoutSeconds?: number;
}

interface AslCommon {
  readonly Output?: Json;
  readonly Assign?: JsonObject;
  /** Absent where `End` is true. */
  readonly Next?: string;
}

interface AslRecovering extends AslCommon {
  readonly Retry?: readonly AslRetrier[];
  readonly Catch?: readonly AslCatcher[];
}

export interface AslRetrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface AslCatcher extends AslCommon {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

interface AslPass extends AslCommon {
  readonly Type: "Pass";
}
interface AslSucceed extends AslCommon {
  readonly Type: "Succeed";
}
interface AslFail extends AslCommon {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly Cause?: string;
}
interface AslWait extends AslCommon {
  readonly Type: "Wait";
  readonly Seconds?: Json;
  readonly Timestamp?: string;
}
interface AslChoice extends AslCommon {
  readonly Type: "Choice";
  readonly Choices: readonly AslChoiceRule[];
  readonly Default?: string;
}
export interface AslChoiceRule extends AslCommon {
  readonly Condition: string | boolean;
  readonly Next: string;
}
interface AslTask extends AslRecovering {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly HeartbeatSeconds?: Json;
}
interface AslParallel extends AslRecovering {
  readonly Type: "Parallel";
  readonly Branches: readonly AslMachine[];
  readonly Arguments?: Json;
}
export interface AslMap extends AslRecovering {
  readonly Type: "Map";
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly ItemBatcher?: {
    readonly MaxItemsPerBatch?: Json;
    readonly MaxInputBytesPerBatch?: Json;
    readonly BatchInput?: Json;
  };
  readonly ItemProcessor: AslMachine & { readonly ProcessorConfig?: { readonly Mode?: "INLINE" | "DISTRIBUTED" } };
  readonly Label?: string;
  readonly MaxConcurrency?: Json;
  readonly ToleratedFailureCount?: Json;
  readonly ToleratedFailurePercentage?: Json;
}

export type AslState = AslPass | AslSucceed | AslFail | AslWait | AslChoice | AslTask | AslParallel | AslMap;
