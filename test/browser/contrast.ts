/** How well a page can be read: the contrast of every text with what is painted behind it (WCAG 2, relative luminance). */
import type { Page } from "playwright-core";

export interface TextContrast {
  readonly text: string;
  /** 1 is invisible, 21 is black on white. */
  readonly ratio: number;
}

interface Colours {
  readonly text: string;
  readonly ink: string;
  readonly paper: string;
}

export async function contrastOf(page: Page): Promise<readonly TextContrast[]> {
  const colours = await page.evaluate<Colours[]>(READ_COLOURS);
  return colours.map(({ text, ink, paper }) => ({ text, ratio: ratioOf(luminanceOf(ink), luminanceOf(paper)) }));
}

/** Runs in the browser: every element that has text of its own, with its colour and the first paint behind it. */
const READ_COLOURS = `
const paperOf = (element) => {
  if (element === null) return "rgb(255, 255, 255)";
  const { backgroundColor } = getComputedStyle(element);
  return backgroundColor === "rgba(0, 0, 0, 0)" ? paperOf(element.parentElement) : backgroundColor;
};
const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
[...document.querySelectorAll("main *")].filter(hasText).map((element) => ({
  text: element.textContent.trim().slice(0, 40),
  ink: getComputedStyle(element).color,
  paper: paperOf(element),
}));
`;

function ratioOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => linear(Number(part) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
