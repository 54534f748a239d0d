/** What a bench has to tell, in the one form that terminal, page and JSON share. */
export interface Table {
  readonly caption: string;
  /** Numbers stand at the right and are never broken; the terminal leaves words to the page. */
  readonly of: "numbers" | "words";
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Chart {
  readonly caption: string;
  /** Drawn already: the page needs no script. */
  readonly svg: string;
}

export interface Chapter {
  readonly title: string;
  /** What was measured, and what is aimed at. */
  readonly lead: string;
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  /** Assumptions, and why a number falls short of its aim. */
  readonly notes: readonly string[];
}

/** A chapter, and its numbers as the JSON holds them. */
export interface Findings<Numbers> {
  readonly chapter: Chapter;
  readonly numbers: Numbers;
}
