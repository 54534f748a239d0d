/** A real browser without JavaScript, and the world behind the page that it opens. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const ROOT = resolve(__dirname, "../..");
const SCREENSHOTS = join(ROOT, ".build", "screenshots");
const DEFAULT_BROWSER = "/usr/bin/chromium";

export const DEVICES = {
  phone: { width: 390, height: 844 },
  "small phone": { width: 320, height: 568 },
  desktop: { width: 1280, height: 900 },
} as const;
export type Device = keyof typeof DEVICES;
export type Scheme = "light" | "dark";

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? DEFAULT_BROWSER;
  if (!existsSync(executablePath)) {
    throw new Error(`There is no browser at ${executablePath}: install Chromium, or name one with CHROMIUM_PATH.`);
  }
  // Chromium refuses its sandbox to root, which is who runs in containers.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

export interface Visit {
  readonly page: Page;
  /** Everything that the page asked for, and what the browser complained about. */
  readonly requests: string[];
  readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string, device: Device, colorScheme: Scheme): Promise<Visit> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: DEVICES[device], colorScheme });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(url);
  return { page, requests, complaints };
}

export async function screenshot({ page }: Visit, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name.replaceAll(" ", "-")}.png`), fullPage: true });
}

/** The server of `page-server.ts`, in a process of its own. */
export class PageServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {}

  static async start(): Promise<PageServer> {
    const script = join("test", "browser", "page-server.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit").then(() => {
      throw new Error("The page's server ended before it listened.");
    });
    return new PageServer(child, `http://127.0.0.1:${await Promise.race([portOf(child.stdout), ended])}`);
  }

  /** A world whose run has just asked; answers the address of the page. */
  async newQuestion(): Promise<string> {
    const { path } = (await this.call("POST", "/world")) as { readonly path: string };
    return `${this.origin}${path}`;
  }

  async pass(seconds: number): Promise<void> {
    await this.call("POST", `/world/pass?seconds=${seconds}`);
  }

  async state(): Promise<{ readonly subjects: readonly string[]; readonly lines: readonly string[] }> {
    return (await this.call("GET", "/world")) as Awaited<ReturnType<PageServer["state"]>>;
  }

  stop(): void {
    this.child.kill();
  }

  private async call(method: string, path: string): Promise<unknown> {
    const response = await fetch(`${this.origin}${path}`, { method });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text);
  }
}

/** Whatever else is printed before it, a synthesis for example. */
async function portOf(output: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const port = /^listening on (\d+)$/m.exec(text)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error("The page's server said nothing.");
}
