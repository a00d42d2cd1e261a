// The texts that a page gives to its scripts, in the data-pb-text-* attributes of an element.

/** @typedef {Record<string, string | number>} Values */

/**
 * @typedef {object} Labels
 * @property {(name: string, values?: Values) => string} text a label, with values in the place of its {placeholders}
 * @property {(name: string, count: number, values?: Values) => string} count the plural form that fits the count,
 *   which is its {number}
 * @property {(number: number) => string} number a number as the page's language writes it
 */

/** From here on digits are grouped, and each language does that in its own way. */
const GROUPED = 1000;

/** @type {Map<string | undefined, Intl.NumberFormat>} */
const formats = new Map();

/**
 * A number as a language writes it. What does that takes a browser longer to make than all else that our scripts do
 * when a page comes, so it is made for the first number that is not the same in every language of ours.
 * @param {number} number
 * @param {string | undefined} language
 */
function written(number, language) {
  if (Number.isInteger(number) && number >= 0 && number < GROUPED) return String(number);
  const format = formats.get(language) ?? new Intl.NumberFormat(language);
  formats.set(language, format);
  return format.format(number);
}

/**
 * The labels of an element and its language. data-pb-text-show-all is the label "showAll"; one with plural forms
 * holds them as JSON.
 * @param {HTMLElement} element
 * @param {HTMLElement | null} [others] an element with labels that this one lacks
 * @returns {Labels}
 */
export function labelsOf(element, others) {
  const texts = { ...others?.dataset, ...element.dataset };
  const language = element.dataset.pbLanguage;
  const plural = new Intl.PluralRules(language);
  /** @param {string} name */
  const given = (name) => texts[`pbText${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  /** @param {number} number */
  const number = (number) => written(number, language);
  /** @type {Map<string, Record<string, string>>} */
  const plurals = new Map();
  /**
   * @param {string} name
   * @returns {Record<string, string>} the plural forms of a label
   */
  const formsOf = (name) => {
    const forms = plurals.get(name) ?? JSON.parse(given(name) || "{}");
    plurals.set(name, forms);
    return forms;
  };
  return {
    number,
    text: (name, values = {}) => filled(given(name), values),
    count: (name, count, values = {}) => {
      const forms = formsOf(name);
      return filled(forms[plural.select(count)] ?? forms.other ?? "", { number: number(count), ...values });
    },
  };
}

/**
 * @param {string} text
 * @param {Values} values
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}
