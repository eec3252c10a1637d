import fc from 'fast-check';

// The same inputs on every run, so that a red run is about the change. The nightly job looks elsewhere, and so does
// whoever sets FANOUT_TEST_SEED to another whole number; a failure prints its seed.
const seed = Number(process.env['FANOUT_TEST_SEED'] ?? 1);
if (!Number.isInteger(seed)) {
  throw new Error(`FANOUT_TEST_SEED must be a whole number, got ${process.env['FANOUT_TEST_SEED']}`);
}
fc.configureGlobal({ seed });
