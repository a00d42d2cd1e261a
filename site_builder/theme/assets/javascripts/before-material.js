// Material's script asks the host of every link[rel=alternate] for a sitemap, below the page's own address. Here
// those links name single pages, so it would only collect errors, and from another host than the reader's.
// A second token in `rel` keeps their meaning and keeps that script away from them.

for (const link of document.querySelectorAll("link[rel=alternate]")) {
  link.setAttribute("rel", "alternate translation");
}
