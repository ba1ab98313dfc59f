// What every peer works out, from what its parser hands over: floating point, as their users would.

export class Sums {
  total = 0;
  days = new Map();
  groups = new Map();

  /** Takes a row as an array of texts. */
  add(row) {
    const amount = +row[5];
    this.total += amount;
    const day = row[0].slice(0, 10);
    this.days.set(day, (this.days.get(day) ?? 0) + amount);
    this.groups.set(row[1], (this.groups.get(row[1]) ?? 0) + amount);
  }

  finish() {
    return { total: this.total, days: [...this.days], groups: [...this.groups] };
  }
}
