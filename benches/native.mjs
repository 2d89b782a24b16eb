/** The native build of the engine, as a process that answers one line at a time. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Starts it over the files of a workload. */
export function native(executable, args) {
  const child = spawn(executable, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question) => {
    child.stdin.write(`${question}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`the native build ended at: ${question}`);
    return value;
  };
  return {
    /** The view at a moment. */
    async view(now) {
      const [head, points, tiers] = (await ask(`answer ${now}`)).split("\t").map((line) => line && JSON.parse(line));
      return { ...head, points, tiers };
    },
    /** Nanoseconds of so many runs of a task. */
    timed(task) {
      return async (count) => Number(await ask(`${task} ${count}`));
    },
    end() {
      child.stdin.end();
    },
  };
}
