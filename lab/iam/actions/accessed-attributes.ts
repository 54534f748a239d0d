/**
 * `dynamodb:Attributes`: the top-level attributes that a request names. AWS says that its expressions count, not which of them: here all
 * do, the condition too [est].
 */

type Members = Readonly<Record<string, unknown>>;

const EXPRESSIONS = ["UpdateExpression", "ConditionExpression", "ProjectionExpression"] as const;
/** A name or its placeholder: neither a value's placeholder nor a member of a map, nor a function. */
const NAME = /(?<![\w#:.])#?[A-Za-z_]\w*\b(?!\s*\()/g;
const KEYWORDS: ReadonlySet<string> = new Set(["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"]);
/** What is read without a projection is every attribute, whatever they are called: no policy names this. */
const UNKNOWN = "";

/** Of a write: its key or its item, and what its expressions name. */
export function writtenAttributes(request: Members, keyMember: "Key" | "Item"): readonly string[] {
  const given = Object.keys((request[keyMember] ?? {}) as Members);
  return [...new Set([...given, ...EXPRESSIONS.flatMap((member) => namesIn(request, member))])];
}

/** Of a read. */
export function readAttributes(request: Members): readonly string[] {
  const isProjected = typeof request.ProjectionExpression === "string";
  return [...writtenAttributes(request, "Key"), ...(isProjected ? [] : [UNKNOWN])];
}

function namesIn({ ExpressionAttributeNames, ...request }: Members, member: string): readonly string[] {
  const expression = request[member];
  if (typeof expression !== "string") return [];
  const names = (ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const found = [...expression.matchAll(NAME)].map(([name]) => name);
  return found.filter((name) => !KEYWORDS.has(name.toUpperCase())).map((name) => names[name] ?? name);
}
