/** What the functions wrote to their logs. */
export interface LogLine {
  readonly atMs: number;
  readonly functionName: string;
  readonly region: string;
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export class LogBook {
  readonly lines: LogLine[] = [];

  constructor(private readonly now: () => number) {}

  write(line: Omit<LogLine, "atMs">): void {
    this.lines.push({ ...line, atMs: this.now() });
  }
}
