// Scrolls the row of tabs alone, never the page.
export function reveal(tab) {
  const row = tab?.parentElement;
  if (row && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }
}
