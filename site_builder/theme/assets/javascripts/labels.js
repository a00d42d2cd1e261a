// The texts that a page gives to its scripts, in the data-pb-text-* attributes of an element.

/** @typedef {Record<string, string | number>} Values */

/**
 * @typedef {object} Labels
 * @property {(name: string, values?: Values) => string} text a label, with values in the place of its {placeholders}
 * @property {(name: string, count: number, values?: Values) => string} count the plural form that fits the count,
 *   which is its {number}
 * @property {(number: number) => string} number a number as the page's language writes it
 */

/**
 * The labels of an element and its language. data-pb-text-show-all is the label "showAll"; one with plural forms
 * holds them as JSON.
 * @param {HTMLElement} element
 * @returns {Labels}
 */
export function labelsOf(element) {
  const language = element.dataset.pbLanguage;
  const plural = new Intl.PluralRules(language);
  const format = new Intl.NumberFormat(language);
  /** @param {string} name */
  const given = (name) => element.dataset[`pbText${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  /** @param {number} number */
  const number = (number) => format.format(number);
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
