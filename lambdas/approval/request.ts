/** What a browser sends, judged at the boundary: a request of another shape never gets further than this file. */
import * as z from "zod";
import { oneLine } from "../../orchestrator/wording";

/** A name, a remark and a nonce, percent-encoded at worst; more is not a form of ours. */
const LARGEST_BODY_BYTES = 8192;
export const LONGEST_NAME = 100;
export const LONGEST_REMARK = 500;

/** An event of an HTTP API, payload format 2.0; header names are lower case [doc]. */
const eventSchema = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  pathParameters: z.object({ runId: z.string().max(400), secret: z.string().max(100) }),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});
export type PageEvent = z.output<typeof eventSchema>;

export interface PageRequest {
  readonly method: string;
  readonly runId: string;
  readonly secret: string;
  readonly contentType: string;
  /** The form, as it was sent. */
  readonly event: PageEvent;
}

/** Null for what no browser that follows a link would send. */
export function readRequest(event: unknown): PageRequest | null {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return null;
  const { requestContext, pathParameters, headers } = parsed.data;
  return {
    method: requestContext.http.method,
    runId: decoded(pathParameters.runId),
    secret: pathParameters.secret,
    contentType: (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    event: parsed.data,
  };
}

/** API Gateway may hand a path parameter over as it stood in the path [est]. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const formSchema = z.object({
  decision: z.enum(["approve", "decline"], "Press one of the two buttons."),
  name: oneLine(LONGEST_NAME, `A name has 1 to ${LONGEST_NAME} characters.`).pipe(
    z.string().min(1, "Say who you are: the decision is recorded under a name."),
  ),
  remark: oneLine(LONGEST_REMARK, `A remark has at most ${LONGEST_REMARK} characters.`).default(""),
  nonce: z.string("The form was not sent by this page.").max(200, "The form was not sent by this page."),
});
export type DecisionForm = z.output<typeof formSchema>;

export type FormResult =
  | { readonly kind: "form"; readonly form: DecisionForm }
  /** `problems` are sentences; `given` is what the person wrote, so that they need not write it again. */
  | { readonly kind: "invalid"; readonly problems: readonly string[]; readonly given: GivenWords }
  | { readonly kind: "too-large" }
  | { readonly kind: "not-a-form" };

export interface GivenWords {
  readonly name: string;
  readonly remark: string;
}

export const NO_WORDS: GivenWords = { name: "", remark: "" };

export function readForm({ contentType, event }: PageRequest): FormResult {
  // Base64 makes four characters of three bytes; longer text cannot be short enough.
  if (event.body.length > 2 * LARGEST_BODY_BYTES) return { kind: "too-large" };
  const body = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
  if (body.length > LARGEST_BODY_BYTES) return { kind: "too-large" };
  if (contentType !== "application/x-www-form-urlencoded") return { kind: "not-a-form" };
  const fields = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  const parsed = formSchema.safeParse(fields);
  if (parsed.success) return { kind: "form", form: parsed.data };
  const problems = [...new Set(parsed.error.issues.map(({ message }) => message))];
  return { kind: "invalid", problems, given: wordsOf(fields) };
}

function wordsOf({ name = "", remark = "" }: Readonly<Record<string, string>>): GivenWords {
  return { name: name.slice(0, LONGEST_NAME), remark: remark.slice(0, LONGEST_REMARK) };
}
