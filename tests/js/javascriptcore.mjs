// What the tests in JavaScriptCore, the engine of iOS and Safari, ask of it where it runs on Linux.

/**
 * On Linux this engine gave a wrong answer in about one run of 240, never the same: an option that is set read as empty, a text as
 * empty; with and without its last compiler, on a busy machine above all, and no other engine ever did. It stops the running thread by a
 * signal whenever it has compiled one more function, 2 850 times in a run, and that is likely where a value is lost; it was not proven.
 * Apple's systems stop threads without signals. Functions are compiled here once they have run for long, which leaves a seventh of the
 * stops, and what is compiled is what takes the time.
 */
export const LATE = ["thresholdForBBQOptimizeAfterWarmUp", "300000"];
