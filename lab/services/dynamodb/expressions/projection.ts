/** Projection expressions: the parts of an item that a reader wants. */
import type { AttributeValue, Item } from "../attribute-value";
import { childOf, describePath, overlap, type Path, readPath } from "./paths";
import type { TokenReader } from "./token-reader";

export function parseProjection(reader: TokenReader): readonly Path[] {
  const paths: Path[] = [];
  do {
    const path = reader.path();
    const other = paths.find((earlier) => overlap(earlier, path));
    if (other) {
      throw reader.invalid(
        `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${describePath(other)}, path two: ${describePath(path)}`,
      );
    }
    paths.push(path);
  } while (reader.take(","));
  if (!reader.isAtEnd()) throw reader.syntaxError();
  return paths;
}

/** Nested paths keep their nesting; elements of a list close ranks in the order of their indexes. */
export function project(item: Item, paths: readonly Path[]): Item {
  const present = paths.filter((path) => readPath(item, path) !== undefined);
  const attributes = [...new Set(present.map(([attribute]) => attribute))];
  return Object.fromEntries(
    attributes.flatMap((attribute) => {
      const value = item[attribute];
      const below = present.filter(([first]) => first === attribute).map(([, ...steps]) => steps);
      return value ? [[attribute, narrowed(value, below)]] : [];
    }),
  );
}

function narrowed(value: AttributeValue, wanted: readonly (readonly (string | number)[])[]): AttributeValue {
  if (wanted.some((steps) => steps.length === 0)) return value;
  const firstSteps = [...new Set(wanted.map(([step]) => step))].filter((step) => step !== undefined);
  const children = firstSteps.toSorted(byIndex).flatMap((step) => {
    const child = childOf(value, step);
    return child
      ? [
          [
            step,
            narrowed(
              child,
              wanted.filter(([first]) => first === step).map((steps) => steps.slice(1)),
            ),
          ] as const,
        ]
      : [];
  });
  return "L" in value ? { L: children.map(([, child]) => child) } : { M: Object.fromEntries(children) };
}

function byIndex(left: string | number, right: string | number): number {
  return typeof left === "number" && typeof right === "number" ? left - right : 0;
}
