/** Puts things that depend on each other in an order in which each comes after what it needs. */
import { AssemblyError, CircularDependencyError } from "./errors";

/**
 * Depth first in the given order, so the result is stable.
 * @param dependencies what each thing needs
 * @param where named in errors
 * @throws CircularDependencyError naming the cycle; AssemblyError for a dependency that does not exist
 */
export function dependencyOrder(dependencies: ReadonlyMap<string, readonly string[]>, where: string): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): void => {
    if (done.has(id)) return;
    if (path.includes(id)) throw new CircularDependencyError(where, [...path.slice(path.indexOf(id)), id]);
    const needs = dependencies.get(id);
    if (!needs) throw new AssemblyError(`${path.at(-1)} in ${where} needs ${id}, which does not exist.`);
    path.push(id);
    needs.forEach(visit);
    path.pop();
    done.add(id);
  };
  for (const id of dependencies.keys()) visit(id);
  return [...done];
}
