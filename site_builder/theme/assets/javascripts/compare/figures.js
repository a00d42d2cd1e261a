// What figures of different practices can be set against each other, and why others cannot.
// Sums are never converted from one currency to another.

const MONTHS = 12;
const DAYS_OF_A_MONTH = 30.4375;
const SHORT = 60;
const LIMITS = ["at-least", "more-than", "at-most", "less-than"];

/**
 * @typedef {object} Funding one funder's part
 * @property {string} level
 * @property {number | undefined} amount
 * @property {string} currency
 * @property {number | undefined} share per cent
 * @property {string} per what the sum is for; empty for the whole of the work
 * @property {string} qualifier
 *
 * @typedef {object} Sum
 * @property {number} amount
 * @property {string} currency
 * @property {boolean} about
 *
 * @typedef {object} Figure one result
 * @property {number} value
 * @property {string} qualifier
 * @property {boolean} people whether it counts people
 * @property {string} measure the same for two results only where they count the same thing in the same unit
 *
 * @typedef {object} Duration
 * @property {number} months may be a fraction
 * @property {number} days
 * @property {"days" | "months" | "years"} known how exactly start and end are known
 *
 * @typedef {{reason: string}} Reason
 */

/**
 * Year, month and day of `2008`, `2008-11` or `2008-11-03`, as far as they are given.
 * @param {string} text
 */
const parts = (text) => text.split("-").map(Number);

/** @param {number[]} date */
const day = ([year = 0, month = 1, ofMonth = 1]) => Date.UTC(year, month - 1, ofMonth) / 86_400_000;

/**
 * From the first to the last day, both included. What is known by the year only counts as whole calendar years.
 * @param {string} start
 * @param {string} end
 * @returns {Duration | undefined} undefined where one of them is not known
 */
export function duration(start, end) {
  if (!start || !end) return undefined;
  const [from, to] = [parts(start), parts(end)];
  const known = ([, "years", "months", "days"])[Math.min(from.length, to.length)];
  if (known === "days") {
    const days = day(to) - day(from) + 1;
    return { known, days, months: days / DAYS_OF_A_MONTH };
  }
  const years = (to[0] ?? 0) - (from[0] ?? 0);
  const months = known === "years" ? (years + 1) * MONTHS : years * MONTHS + (to[1] ?? 1) - (from[1] ?? 1) + 1;
  return { known: known === "years" ? "years" : "months", days: months * DAYS_OF_A_MONTH, months };
}

/**
 * A duration in the units that people use, with how far it can be trusted.
 * @param {Duration} given
 * @returns {{years: number, months: number, days: number, exactness: "exact" | "about" | "at-most"}}
 */
export function inWords({ months, days, known }) {
  if (known === "days" && days < SHORT) return { years: 0, months: 0, days, exactness: "exact" };
  const whole = Math.round(months);
  const exactness = known === "years" ? "at-most" : "about";
  return { years: Math.floor(whole / MONTHS), months: whole % MONTHS, days: 0, exactness };
}

/**
 * Why the sums of a practice do not make a total.
 * @param {Funding[]} funding
 * @returns {string}
 */
export function whyNoTotal(funding) {
  if (funding.length === 0) return "none";
  if (funding.some((item) => item.amount === undefined)) return "unknown";
  if (funding.some((item) => item.per)) return "per";
  if (new Set(funding.map((item) => item.currency)).size > 1) return "currencies";
  if (funding.some((item) => LIMITS.includes(item.qualifier))) return "limits";
  return "part";
}

/**
 * Money for each year: as it is given, or worked out of the total where the period is known to the month.
 * @param {Funding[]} funding
 * @param {Sum | undefined} total
 * @param {Duration | undefined} period
 * @returns {(Sum & {given: boolean}) | Reason}
 */
export function perYear(funding, total, period) {
  const given = givenPerYear(funding);
  if (given) return { ...given, given: true };
  if (!total) return { reason: whyNoTotal(funding) };
  if (!period) return { reason: "period" };
  if (period.known === "years") return { reason: "years" };
  if (Math.round(period.months) < MONTHS) return { reason: "short" };
  const amount = rounded((total.amount * MONTHS) / period.months);
  return { amount, currency: total.currency, about: true, given: false };
}

/**
 * @param {Funding[]} funding
 * @returns {Sum | undefined}
 */
function givenPerYear(funding) {
  const sure = funding.every((item) => item.per === "year" && !LIMITS.includes(item.qualifier));
  return sure ? added(funding) : undefined;
}

/**
 * The sum of amounts in one currency for the same thing; undefined where they cannot be added.
 * @param {Funding[]} funding
 * @returns {Sum | undefined}
 */
export function added(funding) {
  const [first] = funding;
  const alike = funding.every(
    (item) =>
      item.amount !== undefined &&
      item.currency === first?.currency &&
      item.per === first?.per &&
      !LIMITS.includes(item.qualifier),
  );
  if (!first || !alike) return undefined;
  const amount = funding.reduce((sum, item) => sum + (item.amount ?? 0), 0);
  return { amount, currency: first.currency, about: funding.some((item) => item.qualifier === "about") };
}

/**
 * Money for each person, only where exactly one result counts people.
 * @template {Figure} Result
 * @param {Funding[]} funding
 * @param {Sum | undefined} total
 * @param {Result[]} results
 * @returns {(Sum & {by: Result}) | Reason}
 */
export function perPerson(funding, total, results) {
  if (!total) return { reason: whyNoTotal(funding) };
  const people = results.filter((result) => result.people);
  const [by] = people;
  if (!by || by.value <= 0) return { reason: "nobody" };
  if (people.length > 1) return { reason: "several" };
  if (LIMITS.includes(by.qualifier)) return { reason: "people" };
  return { amount: rounded(total.amount / by.value), currency: total.currency, about: true, by };
}

/**
 * To three digits: a figure that was worked out is not more exact than that.
 * @param {number} value
 */
export function rounded(value) {
  return Number(value.toPrecision(3));
}

/**
 * The measures that more than one practice has, in the order in which they first come.
 * @param {Figure[][]} practices
 * @returns {string[]}
 */
export function joined(practices) {
  const measures = practices.map((results) => [...new Set(results.map((result) => result.measure))]);
  const all = measures.flat();
  return [...new Set(all)].filter((measure) => all.indexOf(measure) !== all.lastIndexOf(measure));
}

/**
 * Whether the sums are in more than one currency.
 * @param {(Sum | undefined)[]} sums
 */
export function isMixed(sums) {
  return new Set(sums.flatMap((sum) => (sum ? [sum.currency] : []))).size > 1;
}
