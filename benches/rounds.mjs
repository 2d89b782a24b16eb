/** Timing in interleaved rounds, so that what slows the machine for a moment slows every candidate. */

const MILLISECONDS = 20;

/** Times so many calls. */
export function timed(call) {
  return (count) => {
    const started = process.hrtime.bigint();
    for (let index = 0; index < count; index++) call(index);
    return Number(process.hrtime.bigint() - started);
  };
}

/**
 * Runs every candidate once in every round. A candidate is `{ name, run }`, where `run(count)` gives the nanoseconds of so many
 * calls, or a promise of them; `most` bounds the calls of one run.
 *
 * @returns for each candidate its name and the nanoseconds of a call in each round
 */
export async function interleaved(candidates, rounds) {
  const results = [];
  for (const candidate of candidates) results.push({ name: candidate.name, count: await calibrated(candidate), times: [] });
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of candidates.entries()) {
      const result = results[index];
      result.times.push((await run(result.count)) / result.count);
    }
  }
  return results;
}

/** How many calls take about 20 ms; the calls that find it out also warm the code up. */
async function calibrated({ run, most = 1e6 }) {
  for (let count = 1; ; count = Math.min(most, count * 4)) {
    const milliseconds = (await run(count)) / 1e6;
    if (count >= most || milliseconds > MILLISECONDS / 4) {
      return Math.max(1, Math.min(most, Math.round((count * MILLISECONDS) / milliseconds)));
    }
  }
}

/** Prints medians, the fastest tenth, and the median over the rounds of the ratio to the reference. */
export function print(title, results, reference) {
  const base = results.find(({ name }) => name === reference);
  console.log(`\n${title}\n${row(`(ratio: to ${reference})`, "median µs", "p10 µs", "ratio")}`);
  for (const { name, times } of results) {
    const ratios = times.map((time, round) => time / base.times[round]);
    console.log(row(name, micro(median(times)), micro(quantile(times, 0.1)), digits(median(ratios))));
  }
}

function row(name, ...cells) {
  return name.padEnd(46) + cells.map((cell) => cell.padStart(12)).join("");
}

function micro(nanoseconds) {
  return digits(nanoseconds / 1000);
}

/** Three figures that count. */
function digits(number) {
  return number >= 100 ? number.toFixed(0) : number.toPrecision(3);
}

function median(numbers) {
  return quantile(numbers, 0.5);
}

function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
