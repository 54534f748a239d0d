/** One entry into one state: evaluates its fields and words its failures. */
import type { Branch } from "./branch";
import { type Data, toData } from "./data";
import { copyJson, type Evaluation, evaluateExpression } from "./expression";
import { DATA_LIMIT_ERROR, QUERY_ERROR, RUNTIME_ERROR, StateFailure } from "./failure";
import { isOversized, type Json, type JsonObject, typeName } from "./json";
import type { MachineState } from "./machine";
import type { ExpressionTemplate, Template } from "./template";
import { readVariablePath } from "./variable-path";

/** What `$states` holds beside input and context, and what the context holds for a moment. */
export interface Extras {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string | null;
  readonly mapItem?: JsonObject;
}

const NO_EXTRAS: Extras = {};

export class Visit<S extends MachineState = MachineState> {
  /** Retries so far, over all retriers. */
  retryCount = 0;
  private readonly enteredAt: string;

  constructor(
    readonly branch: Branch,
    readonly state: S,
    readonly input: Data,
    readonly enteredId: number,
  ) {
    this.enteredAt = new Date(branch.execution.clock.now()).toISOString();
  }

  async evaluate(template: Template, extras: Extras = NO_EXTRAS): Promise<Json> {
    switch (template.kind) {
      case "literal":
        return template.value;
      case "expression":
        return this.evaluateExpression(template, extras);
      case "array": {
        const items: Json[] = [];
        for (const item of template.items) items.push(await this.evaluate(item, extras));
        return items;
      }
      case "object": {
        const members: Record<string, Json> = {};
        for (const [key, member] of template.members) members[key] = await this.evaluate(member, extras);
        return members;
      }
    }
  }

  /** A field that must be of one type. */
  async evaluateAs(
    template: Template,
    expected: "array" | "boolean" | "number" | "string",
    extras?: Extras,
  ): Promise<Json> {
    const value = await this.evaluate(template, extras);
    if (typeName(value) === expected) return value;
    if (template.kind !== "expression")
      throw this.queryFailure(`Expected '${expected}', but was '${typeName(value)}'.`);
    const found = `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
    throw this.expressionFailure(template, `returned an unexpected result type. ${found}`);
  }

  async evaluateNumber(template: Template): Promise<number> {
    return (await this.evaluateAs(template, "number")) as number;
  }

  /** Notes the failed evaluation in the history. `location` is the field, where AWS names one. */
  queryFailure(reason: string, location?: string, isOnEntry = true): StateFailure {
    const cause = this.prefixed(reason);
    const { trail } = this.branch;
    trail.addAfter(isOnEntry ? trail.lastBeforeEntry : trail.last, "EvaluationFailed", {
      error: QUERY_ERROR,
      cause,
      ...(location === undefined ? {} : { location }),
      state: this.state.name,
    });
    return new StateFailure(QUERY_ERROR, cause);
  }

  runtimeFailure(reason: string): StateFailure {
    return this.failure(RUNTIME_ERROR, reason);
  }

  failure(error: string, reason: string): StateFailure {
    return new StateFailure(error, this.prefixed(reason));
  }

  /** The only engine-made cause without the state's prefix. */
  dataLimitFailure(name = this.state.name): StateFailure {
    const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    return new StateFailure(DATA_LIMIT_ERROR, cause);
  }

  toLimitedData(value: Json): Data {
    const data = toData(value);
    if (isOversized(data.text)) throw this.dataLimitFailure();
    return data;
  }

  private async evaluateExpression(template: ExpressionTemplate, extras: Extras): Promise<Json> {
    const { execution, variables } = this.branch;
    const bindings = { ...variables, states: this.statesVariable(extras) };
    const read = template.path && readVariablePath(template.path, bindings);
    const evaluation: Evaluation =
      read === undefined
        ? await evaluateExpression(template.expression, bindings, execution.sources)
        : { kind: "value", value: copyJson(read) };
    this.branch.cancellation.throwIfCancelled();
    switch (evaluation.kind) {
      case "value":
        return evaluation.value;
      case "nothing":
        throw this.expressionFailure(template, "returned nothing (undefined).");
      case "unsupported":
        throw this.expressionFailure(template, "returned an unsupported result type.");
      case "error":
        throw this.expressionFailure(template, `threw an error during evaluation. ${evaluation.message}`);
    }
  }

  private expressionFailure({ source, field }: ExpressionTemplate, problem: string): StateFailure {
    return this.queryFailure(`The JSONata expression '${source}' specified for the field '${field}' ${problem}`, field);
  }

  private prefixed(reason: string): string {
    return `An error occurred while executing the state '${this.state.name}' (entered at the event id #${this.enteredId}). ${reason}`;
  }

  private statesVariable({ token, mapItem, ...rest }: Extras) {
    const { execution, mapItem: iteration } = this.branch;
    const item = mapItem ?? iteration;
    const context = {
      ...execution.context,
      State: { Name: this.state.name, EnteredTime: this.enteredAt, ...this.retryCountMember() },
      ...(item ? { Map: { Item: item } } : {}),
      ...(token ? { Task: { Token: token } } : {}),
    };
    return { input: this.input.value, context, ...rest };
  }

  private retryCountMember() {
    const { type } = this.state;
    return type === "Task" || type === "Map" ? { RetryCount: this.retryCount } : {};
  }
}
