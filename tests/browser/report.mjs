// What was checked and what failed.

/** Counts checks and keeps the failures. */
export class Report {
  passed = 0;
  failures = [];

  /** Of the checks that are attempted, only those whose name holds `only` are made. */
  constructor(only = '') {
    this.only = only;
  }

  /** One check: `problems` holds a line for each thing that is wrong. */
  check(name, problems) {
    const found = [problems].flat().filter(Boolean);
    if (found.length === 0) {
      this.passed += 1;
      return;
    }
    this.failures.push(name);
    console.log(`FAILED  ${name}`);
    for (const problem of found.slice(0, 20)) {
      console.log(`        ${String(problem).replaceAll('\n', '\n        ')}`);
    }
    if (found.length > 20) console.log(`        … and ${found.length - 20} more`);
  }

  /** One check whose own failure to run is a failure too. */
  async attempt(name, check) {
    if (!name.includes(this.only)) return;
    try {
      this.check(name, await check());
    } catch (error) {
      this.check(name, [error.stack ?? error]);
    }
  }

  /** Prints the totals; is everything well? */
  close() {
    if (this.failures.length > 0) {
      console.log(`\nfailed:\n${this.failures.map((name) => `  ${name}`).join('\n')}`);
    }
    console.log(`\n${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0 && this.passed > 0;
  }
}
