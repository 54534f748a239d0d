/** The live lab as a person has it: the command in a process of its own, and what it prints. */
import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

export class LabProcess {
  private printed = "";

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk) => {
      this.printed += String(chunk);
    });
  }

  static start(...words: string[]): LabProcess {
    const script = join("cli", "baton.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, "lab", "--port", "0", ...words], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    return new LabProcess(child);
  }

  /** What the pattern finds in the output, as soon as it does. @throws Error when the lab ends before */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.printed);
        if (found) resolve(found);
      };
      this.child.stdout?.on("data", look);
      this.child.once("exit", () => reject(new Error(`The lab ended and never said ${pattern}: ${this.printed}`)));
      look();
    });
  }

  stop(): void {
    this.child.kill();
  }
}
