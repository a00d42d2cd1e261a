// What Material's script would stumble over, put out of its way before it runs.

// It asks the host of every link[rel=alternate] for a sitemap, below the page's own address. Here those links name
// single pages, so it would only collect errors, and from another host than the reader's. A second token in `rel`
// keeps their meaning and keeps that script away from them: in this page, and in those that it reads to put them in
// this one's place (its feature navigation.instant).

/** @param {Document} root */
function keepAlternates(root) {
  for (const link of root.querySelectorAll("head link[rel=alternate]")) {
    link.setAttribute("rel", "alternate translation");
  }
}

const parse = DOMParser.prototype.parseFromString;

/**
 * @this {DOMParser}
 * @param {Parameters<typeof parse>} given
 */
DOMParser.prototype.parseFromString = function (...given) {
  const parsed = parse.apply(this, given);
  if (given[1] === "text/html") keepAlternates(parsed);
  return parsed;
};

keepAlternates(document);

// To make addresses absolute, it sets the `href` of whatever has one to itself. That of our icons can only be read, so
// it would stop there.

const href = Object.getOwnPropertyDescriptor(SVGUseElement.prototype, "href");
if (href && !href.set) Object.defineProperty(SVGUseElement.prototype, "href", { ...href, set() {} });
