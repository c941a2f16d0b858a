/** Texts that somebody might write, made for this. */
import type { Writing } from "./simulated-model.ts";

export interface Sample extends Writing {
  readonly name: string;
  readonly filetype: string;
}

const INVOICE_BEFORE = `/** Invoices of a small shop. */
import { readFile } from "node:fs/promises";

export interface Item {
  readonly name: string;
  readonly price: number;
  readonly count: number;
}

export interface Invoice {
  readonly number: string;
  readonly customer: string;
  readonly items: readonly Item[];
  readonly paid: boolean;
}

export interface Customer {
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly mail: string | null;
}

/** What a customer may owe before nothing more is delivered. */
const MOST_OWED = 500;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"];

export function isItem(value: unknown): value is Item {
  if (typeof value !== "object" || value === null) return false;
  const { name, price, count } = value as Partial<Item>;
  return typeof name === "string" && typeof price === "number" && typeof count === "number";
}

export function addressOf({ name, street, city }: Customer): string {
  return [name, street, city].filter((line) => line !== "").join("\n");
}

export function monthOf(number: string): string {
  const month = Number(number.slice(4, 6));
  const name = MONTHS[month - 1];
  if (name === undefined) throw new RangeError("No month in the number " + number);
  return name;
}

export class Shop {
  private readonly customers = new Map<string, Customer>();
  private readonly open = new Map<string, Invoice[]>();

  add(customer: Customer): void {
    if (this.customers.has(customer.name)) throw new Error("There is such a customer already");
    this.customers.set(customer.name, customer);
    this.open.set(customer.name, []);
  }

  owedBy(name: string): number {
    const invoices = this.open.get(name) ?? [];
    return invoices.reduce((sum, invoice) => sum + totalOf(invoice.items), 0);
  }

  mayOrder(name: string): boolean {
    return this.customers.has(name) && this.owedBy(name) < MOST_OWED;
  }
}

export function totalOf(items: readonly Item[]): number {
  let total = 0;
  for (const { price, count } of items) total += price * count;
  return total;
}

`;
const INVOICE = `export async function readInvoices(path: string): Promise<readonly Invoice[]> {
  const text = await readFile(path, "utf8");
  const parsed = JSON.parse(text) as { invoices?: readonly Invoice[] };
  return parsed.invoices ?? [];
}

export function unpaidOf(invoices: readonly Invoice[]): readonly Invoice[] {
  return invoices.filter((invoice) => !invoice.paid && totalOf(invoice.items) > 0);
}

export function summaryOf(invoices: readonly Invoice[]): string {
  const lines: string[] = [];
  for (const invoice of unpaidOf(invoices)) {
    const total = totalOf(invoice.items).toFixed(2);
    lines.push(invoice.number + " " + invoice.customer + ": " + total);
  }
  if (lines.length === 0) return "Everything is paid";
  return lines.join(", ");
}
`;

const QUEUE_BEFORE = `"""A queue of jobs that are tried again when they fail."""
import time
from dataclasses import dataclass, field


@dataclass
class Job:
    name: str
    tries: int = 0
    due: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def failed(self):
        return len(self.errors) > 0

    def describe(self):
        if not self.failed:
            return self.name
        last = self.errors[-1]
        return f"{self.name} ({self.tries} tries, last: {last})"


class Clock:
    """Time that a test can set."""

    def __init__(self, start=0.0):
        self.time = start
        self.waiting = []

    def now(self):
        return self.time

    def sleep(self, seconds):
        if seconds < 0:
            raise ValueError("Nobody can sleep backwards")
        self.time += seconds
        while self.waiting and self.waiting[0][0] <= self.time:
            _, wake = self.waiting.pop(0)
            wake()

    def later(self, seconds, wake):
        self.waiting.append((self.time + seconds, wake))
        self.waiting.sort(key=lambda one: one[0])


def read_jobs(path):
    jobs = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            name = line.strip()
            if name == "" or name.startswith("#"):
                continue
            if any(job.name == name for job in jobs):
                raise ValueError(f"line {number}: {name} is there twice")
            jobs.append(Job(name))
    return jobs


def write_report(path, jobs):
    failed = [job for job in jobs if job.failed]
    with open(path, "w", encoding="utf-8") as report:
        report.write(f"{len(failed)} of {len(jobs)} jobs failed\n")
        for job in failed:
            report.write(f"- {job.describe()}\n")


`;
const QUEUE = `class Queue:
    def __init__(self, most_tries=5, delay=2.0):
        self.jobs = []
        self.most_tries = most_tries
        self.delay = delay

    def add(self, job):
        job.due = time.monotonic()
        self.jobs.append(job)
        self.jobs.sort(key=lambda other: other.due)

    def run(self, work):
        while self.jobs:
            job = self.jobs.pop(0)
            time.sleep(max(0.0, job.due - time.monotonic()))
            try:
                work(job)
            except Exception as error:
                job.tries += 1
                job.errors.append(str(error))
                if job.tries < self.most_tries:
                    job.due = time.monotonic() + self.delay * job.tries
                    self.jobs.append(job)
`;
const QUEUE_AFTER = `

if __name__ == "__main__":
    queue = Queue()
    queue.add(Job("first"))
    queue.run(print)
`;

const NOTES_BEFORE = `# Notes on the move

We leave the old office in March. The contract ends on the last day of the month, and the owner wants
the keys on the day after. What we do not take with us has to be gone by then, too: the shelves in the
hall, the old printer, and the boxes in the cellar that nobody has opened for years.

## What is known

- The movers come on Thursday, early. There are four of them, and they bring two cars.
- The lift of the new house is small. Tables are taken apart before they are carried, and whoever has
  tools at home is asked to bring them.
- Plants travel on their own. Anna drives them on Wednesday evening, and there is room for one person
  with steady hands beside her.
- The post is sent on to the new address for half a year. Customers get a letter from us next week,
  with a map and a few words about the parking spaces behind the building.

## What is open

We do not know yet where the archive goes. The room that was meant for it is dry, but its floor does not
bear the weight of all the shelves. The owner has promised an answer until the end of the week. If there
is none, two thirds of it stay with the movers for a month, which costs less than we thought.

The kitchen needs a new machine for coffee. Three have been looked at, and none of them was loved by
everybody. Who wants to have a word in this should write to Paul.

## Days

`;
const NOTES = `The new rooms are on the second floor, behind the library. Everyone gets a desk near a window,
and the large table from the kitchen comes with us. Please label your boxes with your name and the
number of the new room, so that the movers know where to put them.

The network will be down on Friday afternoon. Whoever needs the build machines on that day should say
so before Wednesday, and we will keep one of them running until the evening.
`;

export const SAMPLES: readonly Sample[] = [
  { name: "typescript", filetype: "typescript", before: INVOICE_BEFORE, text: INVOICE, after: "" },
  { name: "python", filetype: "python", before: QUEUE_BEFORE, text: QUEUE, after: QUEUE_AFTER },
  { name: "prose", filetype: "markdown", before: NOTES_BEFORE, text: NOTES, after: "" },
];
