/** Where output goes: how wide it is and whether it shows colours. */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

export interface Screen {
  readonly columns: number;
  readonly hasColour: boolean;
}

const NARROWEST = 60;
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 120;
/** Of a pipe or a file. */
const DEFAULT_COLUMNS = 100;

export function screenOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): Screen {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, stream.columns ?? DEFAULT_COLUMNS));
  return { columns, hasColour: Boolean(stream.isTTY) && !process.env.NO_COLOR };
}

export function styled(screen: Screen, style: Style, text: string): string {
  return screen.hasColour ? styleText(style, text, { validateStream: false }) : text;
}

export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** One object on one line, for scripts. */
export function printJson(value: unknown): void {
  print([JSON.stringify(value)]);
}
