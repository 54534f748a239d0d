/**
 * Where a role's statements stand. One for each resource, inline, while there is room: that is easiest to review. Where there
 * is none, alike statements are joined, and what is still too much goes into managed policies of the role's own.
 */
import { PlanInvalid } from "../../orchestrator/errors";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { joinAlike, toPolicyStatement } from "./policy-statements";

/** IAM's limit for all inline policies of a role together, white space not counted (IAM and AWS STS quotas). */
const LARGEST_INLINE_CHARACTERS = 10_240;
/** IAM's limit for one managed policy, white space not counted. */
const LARGEST_MANAGED_CHARACTERS = 6_144;
/** How many managed policies a role may have unless AWS raises it. */
const MOST_MANAGED_POLICIES = 10;
/** For what stands around the statements, and the one that each role has besides, about its own log. */
const RESERVE_CHARACTERS = 500;
/** So many ARNs of a joined statement stay together: less than half of a managed policy. */
const MOST_RESOURCES_TOGETHER = 20;

type Statements = readonly PolicyStatementData[];

export interface PackedStatements {
  readonly inline: Statements;
  /** One list for each managed policy; none where all is inline. */
  readonly managed: readonly Statements[];
}

/** Throws `PlanInvalid` where not even IAM's managed policies hold them: deployment would find out halfway. */
export function packStatements(roleOf: string, permissions: Statements): PackedStatements {
  const isInline = (statements: Statements) =>
    charactersOf(statements) <= LARGEST_INLINE_CHARACTERS - RESERVE_CHARACTERS;
  if (isInline(permissions)) return { inline: permissions, managed: [] };
  const joined = joinAlike(permissions);
  if (isInline(joined)) return { inline: joined, managed: [] };
  const [inline = [], ...managed] = fill(joined.flatMap(inParts));
  if (managed.length <= MOST_MANAGED_POLICIES) return { inline, managed };
  throw new PlanInvalid(
    `The plan has too many resources: the role of ${roleOf} would need ${managed.length} managed policies and IAM allows ${MOST_MANAGED_POLICIES}. Split the plan into several applications.`,
  );
}

/** In their order, each list as full as it may be: the first inline, the others managed. */
function fill(statements: Statements): readonly Statements[] {
  const lists: PolicyStatementData[][] = [[]];
  for (const statement of statements) {
    const list = lists.at(-1) ?? [];
    const largest = lists.length === 1 ? LARGEST_INLINE_CHARACTERS : LARGEST_MANAGED_CHARACTERS;
    if (charactersOf([...list, statement]) <= largest - RESERVE_CHARACTERS) list.push(statement);
    else lists.push([statement]);
  }
  return lists;
}

/** A statement of many resources as several of few; IAM judges each resource of a call by itself. */
function inParts(statement: PolicyStatementData): Statements {
  const { sid, resources } = statement;
  if (resources.length <= MOST_RESOURCES_TOGETHER) return [statement];
  const parts = Math.ceil(resources.length / MOST_RESOURCES_TOGETHER);
  return Array.from({ length: parts }, (_, part) => ({
    ...statement,
    sid: `${sid}Part${part + 1}`,
    resources: resources.slice(part * MOST_RESOURCES_TOGETHER, (part + 1) * MOST_RESOURCES_TOGETHER),
  }));
}

function charactersOf(statements: Statements): number {
  return JSON.stringify(statements.map(toPolicyStatement)).length;
}
