/** Many nights on all cores: hands numbers to worker threads, each of which lives through one night at a time. */
import { Worker } from "node:worker_threads";
import type { NightResult, WorkerTask } from "./worker";

export interface Simulation extends WorkerTask {
  /** See `compileLab`. */
  readonly workerFile: string;
  /** Nights are numbered from here. */
  readonly firstNumber: number;
  readonly nights: number;
  readonly jobs: number;
  readonly onResult: (result: NightResult) => void;
}

/** Ends when every night is lived through, or soon after the signal says stop; the nights under way are given up then. */
export async function simulate(simulation: Simulation, signal: AbortSignal): Promise<void> {
  const { firstNumber, nights, jobs } = simulation;
  const numbers = Array.from({ length: nights }, (_, index) => firstNumber + index).values();
  await Promise.all(Array.from({ length: jobs }, () => work(simulation, numbers, signal)));
}

/** One thread, until no number is left. Throws what ended the thread before. */
async function work(
  { workerFile, assemblyFolder, plan, isShrinking, firstNumber, onResult }: Simulation,
  numbers: Iterator<number>,
  signal: AbortSignal,
): Promise<void> {
  const workerData: WorkerTask = { assemblyFolder, plan, isShrinking };
  const worker = new Worker(workerFile, { workerData, execArgv: [] });
  try {
    await new Promise<void>((resolve, reject) => {
      let current = firstNumber;
      const next = () => {
        const { value, done } = numbers.next();
        if (done) return resolve();
        current = value;
        worker.postMessage(value);
      };
      worker.on("message", (result: NightResult) => {
        onResult(result);
        next();
      });
      worker.once("error", (cause: Error) =>
        reject(new Error(`The lab could not live through night ${current}: ${cause.message}`, { cause })),
      );
      signal.addEventListener("abort", () => resolve(), { once: true });
      next();
    });
  } finally {
    await worker.terminate();
  }
}
