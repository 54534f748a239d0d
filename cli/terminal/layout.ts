/** Text in lines that fit: wrapped, indented, in columns. */

/** Breaks at spaces; a word that is longer than the line stays whole, so that links can be clicked. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** A paragraph with a margin. */
export function paragraph(text: string, indent: number, columns: number): string[] {
  return wrap(text, columns - indent).map((line) => " ".repeat(indent) + line);
}

/** `first` in its column, which it must fit, `text` beside it, further lines below the text. */
export function hanging(first: string, firstColumns: number, text: string, columns: number): string[] {
  const [head = "", ...rest] = wrap(text, columns - firstColumns);
  return [(first.padEnd(firstColumns) + head).trimEnd(), ...rest.map((line) => " ".repeat(firstColumns) + line)];
}

/** Rows of a name and a text, the names in one column. */
export function fields(rows: readonly (readonly [name: string, text: string])[], indent: number, columns: number) {
  const nameColumns = indent + Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, text]) => hanging(" ".repeat(indent) + name, nameColumns, text, columns));
}

/** Left and right at the ends of one line. */
export function ends(left: string, right: string, columns: number): string {
  return left + right.padStart(Math.max(right.length + 2, columns - left.length));
}
