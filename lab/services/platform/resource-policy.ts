/**
 * Resource policies within one account: a service in its own name needs an allow; a role was already judged by its own
 * policies and only needs that nothing denies it [doc: policy evaluation logic].
 */

import { evaluate, type Verdict } from "../../iam/evaluate";
import { readPolicyDocument } from "../../iam/policy-document";
import { matchesWildcard } from "../../iam/wildcards";
import type { LabContext } from "../../kernel/ports";
import { AwsError, type Principal } from "../../kernel/service";
import { parseArn } from "./arns";
import { isRecord } from "./input";

export interface ResourceAccess {
  readonly caller: Principal;
  readonly action: string;
  readonly resourceArn: string;
  /** Code of the refusal: services differ (`AccessDenied`, `AuthorizationError`, `AccessDeniedException`). */
  readonly refusalCode: string;
}

/** Throws, and records the refusal, unless the policy lets the caller in. `document` undefined: there is no policy. */
export function assertResourceAccess(lab: LabContext, document: unknown, access: ResourceAccess): void {
  const { decision } = verdict(lab, document, access);
  const isAllowed = isService(access.caller) ? decision === "allow" : decision !== "explicit-deny";
  if (isAllowed) return;
  const { caller, action, resourceArn } = access;
  const message = `${caller.arn} is not authorized to perform ${action} on ${resourceArn}: ${decision} by the resource's policy`;
  lab.journal.record({
    place: parseArn(resourceArn).region,
    actor: "iam",
    kind: "api-refused",
    summary: message,
    facts: { action, resourceArn, caller: caller.arn, sourceArn: caller.sourceArn ?? null, decision },
  });
  throw new AwsError(access.refusalCode, message, 403);
}

/** Whether a service calls in its own name, not under a role. */
export function isService(caller: Principal): boolean {
  return caller.arn.startsWith("aws:");
}

function verdict(lab: LabContext, document: unknown, { caller, action, resourceArn }: ResourceAccess): Verdict {
  const raw = isRecord(document) ? document.Statement : undefined;
  const all: readonly unknown[] = raw === undefined ? [] : Array.isArray(raw) ? raw : [raw];
  const forCaller = all.filter((one) => isRecord(one) && namesCaller(one.Principal, caller, lab.accountId));
  const statements = readPolicyDocument(resourceArn, { Statement: forCaller });
  return evaluate(statements, action, resourceArn, contextOf(lab, caller));
}

function contextOf(lab: LabContext, caller: Principal): Readonly<Record<string, string>> {
  return {
    "aws:SecureTransport": "true",
    "aws:SourceAccount": lab.accountId,
    ...(caller.sourceArn !== undefined && { "aws:SourceArn": caller.sourceArn }),
    ...(!isService(caller) && { "aws:PrincipalArn": caller.arn, "aws:PrincipalAccount": lab.accountId }),
  };
}

function namesCaller(principal: unknown, caller: Principal, accountId: string): boolean {
  if (principal === "*") return true;
  if (!isRecord(principal)) return false;
  const accounts = texts(principal.AWS);
  if (accounts.includes("*")) return true;
  if (isService(caller)) return texts(principal.Service).includes(`${caller.arn.slice("aws:".length)}.amazonaws.com`);
  const sameAccount = [accountId, `arn:aws:iam::${accountId}:root`];
  return accounts.some((account) => sameAccount.includes(account) || matchesWildcard(account, caller.arn));
}

function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
