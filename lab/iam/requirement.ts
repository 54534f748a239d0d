/** What a call needs to be allowed: an IAM action on a resource, under condition keys. */
import type { ApiCall } from "../kernel/service";
import type { RequestContext } from "./conditions";

export interface Requirement {
  readonly action: string;
  /** ARN, or `*` for actions that know no resource-level permissions. */
  readonly resource: string;
  readonly context?: RequestContext;
}

export interface RequirementScope {
  readonly accountId: string;
}

/** The requirements of each operation of a service, following the Service Authorization Reference. */
export type ServiceRequirements = Readonly<
  Record<string, (call: ApiCall, scope: RequirementScope) => readonly Requirement[]>
>;

/** An ARN in the Region that is called. */
export function arnIn({ region }: ApiCall, { accountId }: RequirementScope, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** A text member of the input; empty when it was not given. */
export function inputText({ input }: ApiCall, name: string): string {
  const value = input[name];
  return typeof value === "string" ? value : "";
}

export function inputRecords({ input }: ApiCall, name: string): readonly Readonly<Record<string, unknown>>[] {
  const value = input[name];
  return Array.isArray(value) ? value : [];
}

/** An operation that knows no resource-level permissions: only a statement on `*` allows it. */
export function onEverything(action: string): () => readonly Requirement[] {
  return () => [{ action, resource: "*" }];
}

/** Several such operations of one service: IAM action = operation. */
export function allOnEverything(prefix: string, ...operations: readonly string[]): ServiceRequirements {
  return Object.fromEntries(operations.map((operation) => [operation, onEverything(`${prefix}:${operation}`)]));
}

/** Operations whose action is named like them and that need one resource. */
export function onResource(
  prefix: string,
  resourceOf: (call: ApiCall, scope: RequirementScope) => string,
  ...operations: readonly string[]
): ServiceRequirements {
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      (call: ApiCall, scope: RequirementScope) => [
        { action: `${prefix}:${operation}`, resource: resourceOf(call, scope) },
      ],
    ]),
  );
}
