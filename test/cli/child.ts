/** Runs things as processes of their own: the command line as a person does, and bundled functions as Lambda does. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";

const ROOT = resolve(__dirname, "../..");
/** Nothing of the machine's own AWS configuration, so that a test never reaches a real account. */
const NO_CREDENTIALS = {
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

type Environment = Readonly<Record<string, string>>;

export function baton(words: readonly string[], environment: Environment = {}): Promise<Ended> {
  return run(["--import", "tsx", join("cli", "baton.ts"), ...words], environment);
}

/** The last line of the output, which `--json` promises to be one object. */
export function jsonOf<Shape>({ output, errors }: Ended): Shape {
  const line = output.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) throw new Error(`There is no JSON object: ${output}${errors}`);
  return JSON.parse(line) as Shape;
}

/**
 * Loads a bundle as Lambda does and calls its handler once. The bundle's AWS calls follow AWS_ENDPOINT_URL by themselves; its
 * HTTPS probes know no such variable, so they are led to the lab's proxy here, below the code under test.
 */
const CALL = `
const http = require("node:http");
const proxy = new URL(process.env.AWS_ENDPOINT_URL);
require("node:https").request = (url, options, onAnswer) =>
  http.request({ ...options, host: proxy.hostname, port: proxy.port, path: String(url), agent: false }, onAnswer);
const { handler } = require(process.argv[1]);
handler(JSON.parse(process.argv[2]), { awsRequestId: "r-1", getRemainingTimeInMillis: () => 30000 }).then(
  (result) => console.log(JSON.stringify({ result: result ?? null })),
  ({ name, message }) => console.log(JSON.stringify({ error: name, message })),
);`;

export function callBundle(folder: string, event: unknown, environment: Environment): Promise<Ended> {
  const code = join(folder, "index.js");
  return run(["-e", CALL, code, JSON.stringify(event)], { ...environment, LAMBDA_TASK_ROOT: folder });
}

/** The command line as far as it says `words`, and then Ctrl-C. */
export function interrupted(command: readonly string[], words: string, environment: Environment): Promise<Ended> {
  return run(["--import", "tsx", join("cli", "baton.ts"), ...command], environment, (child) => {
    const output = collect(child.stdout);
    const press = () => {
      if (!output().includes(words)) return;
      child.stdout.off("data", press);
      child.kill("SIGINT");
    };
    child.stdout.on("data", press);
  });
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

async function run(
  words: readonly string[],
  environment: Environment,
  beside?: (child: Child) => void,
): Promise<Ended> {
  const { PATH = "" } = process.env;
  const env = { PATH, NO_COLOR: "1", ...NO_CREDENTIALS, ...environment };
  const child = spawn(process.execPath, words, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors] = [collect(child.stdout), collect(child.stderr)];
  beside?.(child);
  const [status] = await once(child, "close");
  return { status, output: output(), errors: errors() };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return () => text;
}
