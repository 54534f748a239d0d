/** Wildcards of IAM: `*` for any text, `?` for one character. */

const WILDCARD = /[*?]/;
/** By pattern, for the life of the process; null: the pattern has no wildcard and is the text itself. */
const caseSensitive = new Map<string, RegExp | null>();
const caseInsensitive = new Map<string, RegExp>();
const segmentsByArn = new Map<string, readonly string[]>();
/** Resources of a drill are few; generated ones must not fill the memory. */
const LARGEST_CACHE = 10_000;

export function matchesWildcard(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  let expression = caseSensitive.get(pattern);
  if (expression === undefined) {
    expression = WILDCARD.test(pattern) ? compile(pattern, "") : null;
    caseSensitive.set(pattern, expression);
  }
  return expression?.test(text) ?? false;
}

/** Action names are not case-sensitive. */
export function matchesAction(pattern: string, action: string): boolean {
  if (pattern === action) return true;
  const expression = caseInsensitive.get(pattern) ?? compile(pattern, "i");
  caseInsensitive.set(pattern, expression);
  return expression.test(action);
}

/** A wildcard stays within its segment of an ARN; the sixth segment is the rest, colons included. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const [wanted, given] = [segmentsOf(pattern), segmentsOf(arn)];
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => matchesWildcard(segment, given[index] ?? ""));
}

function segmentsOf(arn: string): readonly string[] {
  const known = segmentsByArn.get(arn);
  if (known) return known;
  if (segmentsByArn.size >= LARGEST_CACHE) segmentsByArn.clear();
  const parts = arn.split(":");
  const segments = parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(":")] : parts;
  segmentsByArn.set(arn, segments);
  return segments;
}

function compile(pattern: string, flags: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, flags);
}
