/** Imports the handlers that an assembly deploys, once per process; what a simulation builds from them is its own. */
import { extname, resolve } from "node:path";
import type { HandlerFactory } from "../../lambdas/runtime/runtime";
import type { CloudAssembly } from "../assembly/read-assembly";

/** Environments differ per handler; the loader only ever hands a factory what its own schema has parsed. */
export type AnyHandlerFactory = HandlerFactory<unknown>;

const REPOSITORY_FOLDER = resolve(__dirname, "../..");
const factories = new Map<string, AnyHandlerFactory>();

/** Must be awaited before virtual time starts: importing needs the real event loop. */
export async function importHandlers(assembly: CloudAssembly): Promise<void> {
  for (const { template } of assembly.stacks) {
    for (const { Metadata } of Object.values(template.Resources)) {
      const entry = Metadata["baton:entry"];
      if (typeof entry === "string" && !factories.has(entry)) factories.set(entry, await importFactory(entry));
    }
  }
}

/** @throws Error when the entry was not among the imported handlers */
export function factoryOf(entry: string): AnyHandlerFactory {
  const factory = factories.get(entry);
  if (!factory) throw new Error(`The handler ${entry} was not imported: no template of the assembly names it.`);
  return factory;
}

async function importFactory(entry: string): Promise<AnyHandlerFactory> {
  // Where the lab itself was compiled, so were the handlers.
  const file = resolve(REPOSITORY_FOLDER, entry.replace(/\.ts$/, extname(__filename)));
  const handlerModule: { readonly factory?: AnyHandlerFactory } = await import(file);
  if (!handlerModule.factory) throw new Error(`${entry} exports no factory: the lab cannot run it.`);
  return handlerModule.factory;
}
